package org.gale.tests.drawn;

/** Outcome of a drawn session. */
enum Outcome
{
    /** A message is lost or an interrupt invented, and the machine says so. */
    REPORTED,

    /** A message is lost or an interrupt invented, and the machine says nothing. */
    SILENT,

    /** The machine says that a promise is broken where the model has found nothing lost. */
    AHEAD,

    /** The machine ends by an error, or answers so that no host can go on; no loss was silent before. */
    ENDED,

    /** A private interrupt is lost or invented, and the machine says nothing. */
    PRIVATE,

    /** A reply or a state is another one than the model's, and nothing is lost. */
    DIFFERS,

    /** Every reply is that of the model. */
    SAME
}
