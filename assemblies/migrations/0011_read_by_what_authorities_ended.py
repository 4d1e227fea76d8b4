"""What stood in two languages in one line becomes its key; what people wrote stays as they wrote."""

from django.db import migrations

TOLD = {
    "本人到会 / came in person": "principal_came",
    "名册更正后不再有效 / not valid on the corrected roll": "off_the_roll",
}


def read_it(apps, schema_editor):
    proxy = apps.get_model("assemblies", "Proxy")
    for words, key in TOLD.items():
        proxy.objects.filter(state="revoked", revocation=words).update(ended_by=key, revocation="")
    proxy.objects.filter(state="revoked", ended_by="").update(ended_by="revoked")


def write_it(apps, schema_editor):
    proxy = apps.get_model("assemblies", "Proxy")
    for words, key in TOLD.items():
        proxy.objects.filter(ended_by=key).update(revocation=words)


class Migration(migrations.Migration):
    dependencies = [
        ("assemblies", "0010_authorities_end_by_an_event"),
    ]

    operations = [
        migrations.RunPython(read_it, write_it),
    ]
