"""Free texts, readers, Word files, extracts."""

from django.urls import path

from assemblies.views import excerpts
from assemblies.views import minutes_reading as reading
from assemblies.views import minutes_texts as texts
from assemblies.views import minutes_word as word

urlpatterns = [
    path("<uuid:pk>/minutes/texts/", texts.minutes_texts, name="minutes_texts"),
    path("<uuid:pk>/minutes/texts/save/", texts.text_save, name="text_save"),
    path("<uuid:pk>/minutes/changes/", reading.minutes_changes, name="minutes_changes"),
    path("<uuid:pk>/minutes/reading/", reading.minutes_reading, name="minutes_reading"),
    path("<uuid:pk>/minutes/reading/start/", reading.reading_start, name="reading_start"),
    path("<uuid:pk>/minutes/<uuid:row>/remark/", reading.remark, name="remark"),
    path("<uuid:pk>/minutes/remarks/<uuid:mark>/", reading.remark_answer, name="remark_answer"),
    path("<uuid:pk>/minutes.<str:language>.docx", word.minutes_docx, name="minutes_docx"),
    path("<uuid:pk>/attendance.<str:language>.docx", word.attendance_docx, name="attendance_docx"),
    path(
        "<uuid:pk>/resolutions/<uuid:resolution>.<str:language>.docx",
        word.resolution_docx,
        name="resolution_docx",
    ),
    path(
        "result-sheets/<uuid:election>.<str:language>.docx",
        word.result_docx,
        name="result_docx",
    ),
    path("<uuid:pk>/minutes/<uuid:row>/extract/", excerpts.excerpt_make, name="excerpt_make"),
    path("<uuid:pk>/extracts/<uuid:excerpt>.pdf", excerpts.excerpt_pdf, name="excerpt_pdf"),
    path("<uuid:pk>/minutes/word/", word.word_compare, name="word_compare"),
    path("<uuid:pk>/minutes/word/take/", word.word_take, name="word_take"),
]
