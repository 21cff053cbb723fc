"""A class: a lasting group of students with its teachers."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.keys import new_key
from accounts.limits import KEY_CHARS
from classroom.limits import CLASS_NAME_MAX, EXTERNAL_ID_MAX, STUDENT_NAME_MAX


class Class(models.Model):
    """A class that sessions are started for, again and again."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=CLASS_NAME_MAX)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="classes"
    )
    external_id = models.CharField(max_length=EXTERNAL_ID_MAX, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "classes"
        indexes = [models.Index(fields=["teacher", "name"], name="classes_of_a_teacher")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_class_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.key


class ClassTeacher(models.Model):
    """A co-teacher of a class; `names` lets them see the list of names."""

    of_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="co_teachers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="classes_shared"
    )
    names = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["of_class", "person"], name="a_class_is_shared_with_somebody_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.of_class_id}"


class Student(models.Model):
    """A name on the list of a class: no account, and nothing but what the teacher pasted."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    of_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="students")
    name = models.CharField(max_length=STUDENT_NAME_MAX)
    external_id = models.CharField(max_length=EXTERNAL_ID_MAX, blank=True)
    place = models.PositiveSmallIntegerField(help_text="on the list, from 1")

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_student_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"student {self.pk}"
