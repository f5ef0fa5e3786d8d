package org.gale.engine.gicv5.irs;

/** Taker of doorbells whose LPI becomes pending later (M-ORD-6). */
@FunctionalInterface
public interface LateDoorbells
{
    /** Takes a doorbell, and returns whether it rings later. */
    boolean takes(int vmId, int vpeId, int lpiId);
}
