"""What Django's templates of the classroom can say."""
