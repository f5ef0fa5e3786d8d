package org.gale.engine.machine;

/**
 * Operation that takes effect later, as an {@link OperationObserver} sees it. Immutable.
 *
 * @param kind    of the operation
 * @param place   kind and place in words, such as {@code event 12:5}
 * @param ordinal number among the operations of the place, from 1 on
 * @param delay   commands that it was given; more if it has to keep an order
 * @param command number of the command that began it
 * @param order   thing that software waits for, such as {@code ITS_STATUSR.IDLE} or GSB SYS
 */
public record LateOperation(LateKind kind, String place, int ordinal, int delay, long command, String order)
{
    /** Returns the name: place and ordinal, such as {@code event 12:5#7}. */
    public String name()
    {
        return place + '#' + ordinal;
    }
}
