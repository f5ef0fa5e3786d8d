package org.gale.engine.device.nvme;

/** Entry of a completion queue: its form. */
final class Cqe
{
    /** Bytes. */
    static final int LENGTH = 16;
    /** Place of the last word, which has the phase. */
    static final int LAST_WORD = 12;

    private Cqe()
    {
    }
}
