package org.gale.tests.simulator;

/** Account of the messages of a VM, or of the physical side: what became of them. Owned by one thread. */
final class ModelAccount
{
    long offered;
    long delivered;
    long redelivered;
    long coalesced;
    long cleared;
    long unmapped;

    /**
     * Returns the account as {@code stats} writes it.
     *
     * @param pending number of interrupts that owe an acknowledge
     */
    String text(final long pending)
    {
        return "\"offered\":" + offered + ",\"delivered\":" + delivered + ",\"coalesced\":" + coalesced +
            ",\"pending\":" + pending + ",\"rejected\":{\"withdrawn-cleared\":" + cleared +
            ",\"withdrawn-unmapped\":" + unmapped + "},\"remainder\":0,\"redelivered\":" + redelivered;
    }
}
