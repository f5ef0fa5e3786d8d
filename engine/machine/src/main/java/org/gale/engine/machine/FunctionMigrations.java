package org.gale.engine.machine;

/**
 * Functions in front of the ITS as a migration of their VM takes them: their messages are held back, their tables and
 * bits are copied, and they are restored from the copy (M-MIG-9). Owned by the machine's thread.
 */
public interface FunctionMigrations
{
    /** Returns whether there is a function of a number. */
    boolean has(int deviceId);

    /** Holds the messages of a function back: its events stay in eventfds and pending bits. */
    void hold(int deviceId);

    /** Lets the messages of a function go, and sends what was held back. */
    void letGo(int deviceId);

    /**
     * Copies a function.
     *
     * @param image     takes controls, table, masks, pending bits, counts and routes of eventfds
     * @param drained   takes the pending bits and counts that the copy takes from the function
     * @param isPending true to copy pending bits
     * @param isCounted true to copy the counts of eventfds
     */
    void save(int deviceId, WordList image, WordList drained, boolean isPending, boolean isCounted);

    /** Returns the words that the counts and routes of eventfds have in the copy of a function. */
    int eventfdWords(int deviceId);

    /** Fills the table of a function with a pattern: a migration must not carry it. */
    void poison(int deviceId);

    /**
     * Restores a function from its copy, with the events that came meanwhile.
     *
     * @param at        index of the copy in the image
     * @param drainedAt index of what the copy took from the function
     * @return the number of events that are owed and were not in the copy
     */
    int restore(int deviceId, WordList image, int at, WordList drained, int drainedAt);

    /**
     * Adds the vectors that hold an event for no other reason than that messages are held back: number of the function
     * and the vector, as a word each.
     *
     * @param most words that the list may have
     */
    void heldAlone(int deviceId, WordList vectors, int most);

    /** Takes the event of a vector that holds one, as sent. Returns the data of its message. */
    int sends(int deviceId, int vector);
}
