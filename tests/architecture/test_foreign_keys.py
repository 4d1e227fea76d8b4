"""Foreign keys written as strings escape the import linter: they too may point only downward."""

from django.apps import apps

DOWNWARD = ["desk", "assemblies", "elections", "dues", "members", "bylaws", "records"]


def test_relations_never_point_upward():
    upward = [
        f"{field} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in DOWNWARD
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model._meta.app_label in DOWNWARD
        if DOWNWARD.index(field.related_model._meta.app_label)
        < DOWNWARD.index(model._meta.app_label)
    ]
    assert upward == []


def test_every_app_of_ours_is_ranked():
    ours = {config.label for config in apps.get_app_configs() if "." not in config.name}
    assert ours - {"csp", "allauth", "account", "mfa"} >= set(DOWNWARD)
