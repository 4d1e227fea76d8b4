"""Delegates are elected by constituencies, and files can be about delegates."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0010_standing_council_has_seats'),
    ]

    operations = [
        migrations.AlterField(
            model_name='columnmapping',
            name='subject',
            field=models.CharField(choices=[('firms', 'firms'), ('opening', 'opening balances'), ('delegates', 'delegates of the members')], max_length=20),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='subject',
            field=models.CharField(choices=[('firms', 'firms'), ('opening', 'opening balances'), ('delegates', 'delegates of the members')], default='firms', max_length=20),
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('constituency', models.CharField(max_length=200, verbose_name='constituency')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='members.person')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='members.term')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('term', 'person'), name='elected_by_one_constituency')],
            },
        ),
    ]
