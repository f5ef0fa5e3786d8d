package org.gale.engine.witness;

/** Sink of what a witness finds. */
@FunctionalInterface
public interface WitnessSink
{
    /**
     * Takes a broken promise.
     *
     * @param isLost   true for a message that is lost (P1), false for one that nothing had sent (P2)
     * @param who      is concerned
     * @param sentence how, to follow {@code who}
     */
    void broken(boolean isLost, String who, String sentence);
}
