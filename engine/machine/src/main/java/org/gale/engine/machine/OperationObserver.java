package org.gale.engine.machine;

/** Observer of operations that take effect later. It acts on no machine, and is called by its thread. */
public interface OperationObserver
{
    /** Takes an operation that began. */
    void began(LateOperation operation);

    /** Takes an operation that takes effect. */
    void acted(LateOperation operation, long command);
}
