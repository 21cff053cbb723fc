// Tells the sign-up form in which time zone its reader is; without it times are shown in UTC.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll('input[name="time_zone"]')) {
  field.value ||= zone;
}
