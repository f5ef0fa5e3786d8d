package org.gale.engine.trace.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/** Lines of call chains and stacks below an event, as the kernel and its profiler write them. Pure functions. */
final class CallChain
{
    private static final byte[] CALLER = "=> ".getBytes(US_ASCII);
    private static final byte[] STACK = "stack trace>".getBytes(US_ASCII);
    private static final int ADDRESS_DIGITS = 8;
    private static final int HEX = 16;

    private CallChain()
    {
    }

    /** Returns whether a line is part of a call chain: an address and a symbol, a caller, or the head of a stack. */
    static boolean isPart(final byte[] bytes, final int start, final int end)
    {
        int from = start;
        while (from < end && isBlank(bytes[from]))
        {
            from++;
        }
        int to = end;
        while (to > from && isBlank(bytes[to - 1]))
        {
            to--;
        }
        int address = from;
        while (address < to && Character.digit(bytes[address], HEX) >= 0)
        {
            address++;
        }
        final boolean isAddress = address > from && address < to && isBlank(bytes[address]) &&
            (address - from >= ADDRESS_DIGITS || (from > start && bytes[to - 1] == ')'));

        return isAddress || startsWith(bytes, from, to, CALLER) ||
            startsWith(bytes, Math.max(from, to - STACK.length), to, STACK);
    }
}
