package org.gale.engine.machine;

/** Observer of operations that take effect later. It acts on no machine, and is called by its thread. */
public interface OperationObserver
{
    /** Takes an operation that began. */
    void began(LateOperation operation);

    /** Takes an operation that takes effect. */
    void acted(LateOperation operation, long command);

    /**
     * Takes the read of a word of a table by an operation that takes effect, which latches it.
     *
     * @param address physical
     * @param word    that was read
     * @param rule    id of the rule of the operation
     */
    void read(long address, long word, String rule, long command);

    /**
     * Takes a software error.
     *
     * @param text of the error, without its command
     */
    void reported(String text, long command);
}
