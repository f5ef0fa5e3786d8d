package org.gale.engine.witness;

import org.gale.engine.accounting.OwnerId;

/** Sink of interrupts that are lost or invented. */
@FunctionalInterface
public interface InterruptSink
{
    /**
     * Takes a finding.
     *
     * @param isLost true if an interrupt is lost (P1), false if one is invented (P2)
     * @param owner  the encoded {@link OwnerId}, or {@link OwnerId#NONE} where the text names who is concerned
     * @param intid  the encoded INTID, or −1
     * @param text   the finding, behind the name of the interrupt if there is one
     */
    void found(boolean isLost, int owner, int intid, String text);
}
