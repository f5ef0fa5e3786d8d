package org.gale.engine.machine;

/** Told of each interrupt that a guest's turn acknowledged, in order. */
public interface TurnLog
{
    /** PE, and the INTID it acknowledged, dropped and deactivated. */
    void acknowledged(int pe, int intid);
}
