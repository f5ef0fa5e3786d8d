package org.gale.engine.machine;

/** Log of the interrupts that a guest's turn acknowledged, in order. */
public interface TurnLog
{
    /** Records the INTID that a PE acknowledged, dropped and deactivated. */
    void acknowledged(int pe, int intid);
}
