package org.gale.engine.machine;

/** Kind of a candidate of a PE: what presents it, on which side. */
public enum CandidateKind
{
    /** Candidate that the IRS forwards for the PE (M-CAND). */
    FORWARDED,
    /** Candidate of the VPE that is resident on the PE. */
    OF_RESIDENT,
    /** Best physical PPI. */
    PPI,
    /** Best virtual PPI. */
    VIRTUAL_PPI
}
