"""Addresses of the pages."""

from django.urls import path

from elections.views import boards, booth, codes, counts, files, keys, papers, rounds

app_name = "elections"
urlpatterns = [
    path("", boards.election_list, name="index"),
    path("vote/", booth.vote, name="vote"),
    path("booth-files/", files.booth_digests, name="booth_digests"),
    path("booth-files.txt", files.booth_digests_text, name="booth_digests_text"),
    path("check-ballot/", files.check_ballot, name="check_ballot"),
    path("keys/<uuid:ceremony>/", keys.ceremony_keys, name="keys"),
    path("keys/<uuid:ceremony>/key/", keys.submit_key, name="submit_key"),
    path("keys/<uuid:ceremony>/nonce/", keys.new_nonce, name="new_nonce"),
    path("keys/<uuid:ceremony>/restored/", keys.confirm_restored, name="confirm_restored"),
    path("keys/<uuid:ceremony>/rounds.json", rounds.rounds, name="rounds"),
    path("keys/<uuid:ceremony>/dealing/", rounds.submit_dealing, name="submit_dealing"),
    path(
        "keys/<uuid:ceremony>/verification/",
        rounds.submit_verification,
        name="submit_verification",
    ),
    path("keys/<uuid:ceremony>/complaint/", rounds.complain, name="complain"),
    path("keys/<uuid:ceremony>/rehearsal/", rounds.submit_rehearsal, name="submit_rehearsal"),
    path("codes/<uuid:ceremony>/", codes.ceremony_codes, name="codes"),
    path("codes/<uuid:ceremony>/electors.json", codes.electors, name="electors"),
    path("<uuid:pk>/", boards.board, name="board"),
    path("<uuid:pk>/live/", boards.live, name="board_live"),
    path("<uuid:pk>/archive.bel", boards.archive, name="archive"),
    path("<uuid:pk>/supplements.jsons", boards.supplements, name="supplements"),
    path("<uuid:pk>/booth/", booth.booth, name="booth"),
    path("<uuid:pk>/booth.json", booth.booth_data, name="booth_data"),
    path("<uuid:pk>/ballots/", booth.cast, name="cast"),
    path("<uuid:pk>/opened/", booth.open_ballot, name="open_ballot"),
    path("<uuid:pk>/ballots/state.json", booth.ballot_state, name="ballot_state"),
    path("<uuid:pk>/credentials/", codes.submit_credentials, name="submit_credentials"),
    path("<uuid:pk>/shares/", keys.submit_share, name="submit_share"),
    path("<uuid:pk>/ballots.<str:language>.pdf", papers.ballot_papers, name="ballot_papers"),
    path("<uuid:pk>/count-form.<str:language>.pdf", papers.count_form, name="count_form"),
    path("<uuid:pk>/count/", counts.count, name="count"),
    path("<uuid:pk>/count/<uuid:contest>/", counts.enter_count, name="enter_count"),
]
