/**
 * The one error class of this folder.
 *
 * Pages choose the sentence for the reader by `code`; `message` is for a developer's console.
 *
 * | code | what happened |
 * |---|---|
 * | `malformed` | a value is not in its only allowed encoding |
 * | `unsupported_group` | the election or key uses another group than Ed25519 |
 * | `bad_declaration` | what the description demands does not fit the questions |
 * | `bad_choices` | the choices do not answer the questions |
 * | `code_length`, `code_character`, `code_check` | a voting code was typed wrongly |
 * | `bad_key_file`, `key_file_damaged` | no key file of a trustee, or digits that do not fit |
 * | `key_not_in_set_up`, `bad_certificate` | a threshold set-up has another key here, or a false one |
 * | `key_not_in_election` | this election has no trustee with this key |
 * | `archive_unreadable` | the file is no election archive |
 * | `archive_tampered` | the archive contradicts itself |
 * | `no_tally` | the archive holds no encrypted tally yet |
 * | `bad_ballot` | the archive holds a ballot that no honest box accepts |
 * | `opened_differs` | an opened ballot does not hold what its file says |
 * | `unknown_operation`, `failed` | the worker was asked for something it lacks, or broke |
 */
export class CryptoError extends Error {
  /**
   * @param {string} code one of the codes above
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "CryptoError";
    this.code = code;
  }
}
