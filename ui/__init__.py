"""The screens. Qt lives here and only here."""
