"""How people log in. Accounts are made by the secretariat; nobody signs up."""

ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
MFA_ADAPTER = "members.adapters.SecondStepAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Without passwords here the log-in would not ask for one either.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# The secretariat wrote the address down, and a code sent there proves it at the first log-in.
ACCOUNT_EMAIL_VERIFICATION = "none"
# Whoever asks for a code of an unknown address learns nothing, and a stranger gets no mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Mail to a hall full of telephones is slow: ten minutes. Eight digits, since three guesses a code
# and five codes in five minutes would reach a code of six digits within months.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Association"

# A hall sits behind one address: 150 people log in within the minute in which a ballot opens, and
# some mistype. So an address may do much and an account little. Guessing at one account ends after
# ten wrong passwords in five minutes wherever they come from; guessing one password at many
# accounts ends at the address after 120 a minute. The owner of an account that a stranger locks
# thus can still ask for a code by mail, which counts apart.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "120/m/ip,10/5m/key",
    "request_login_code": "300/m/ip,5/5m/key",
    "reset_password": "120/m/ip,5/5m/key",
    "reset_password_from_key": "120/m/ip",
    # The public form for applicants: a firm mistypes a few times, a program hundreds of times.
    "join": "60/h/ip",
    "join_act": "120/h/ip",
}
