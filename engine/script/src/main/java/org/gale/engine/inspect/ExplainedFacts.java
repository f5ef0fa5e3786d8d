package org.gale.engine.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.machine.Machine;

/**
 * Facts of one explanation, in order: sentences for people, and for programs the reasons among them, each with a code
 * and its numbers. The last line is left to the commands. Further facts are left out, until those before are repaired.
 */
final class ExplainedFacts
{
    /** Limit of the lines of an answer. */
    static final int LINE_LIMIT = 8;
    /** Code of the reason that nothing keeps the interrupt back. */
    static final String SIGNALLED = "signalled";

    private static final String REASON = "reason";

    private final List<String> lines = new ArrayList<>();
    private final Set<String> reasonLines = new HashSet<>();
    private final List<Map<String, Object>> reasons = new ArrayList<>();

    /** Adds a fact that keeps nothing back. */
    void fact(final String text)
    {
        if (hasRoom())
        {
            lines.add(text);
        }
    }

    /** Adds a fact before the last line, which is that of the commands. */
    void beforeLast(final String text)
    {
        if (hasRoom())
        {
            lines.add(Math.max(0, lines.size() - 1), text);
        }
    }

    /**
     * Adds a fact that keeps the interrupt from its PE, or says that nothing does.
     *
     * @param code   of the reason
     * @param text   for people
     * @param values names and values for programs, in turn
     */
    void reason(final String code, final String text, final Object... values)
    {
        if (hasRoom() || makesRoom())
        {
            final Map<String, Object> reason = new LinkedHashMap<>();
            reason.put(REASON, code);
            for (int i = 0; i < values.length; i += 2)
            {
                reason.put((String)values[i], values[i + 1]);
            }
            reasonLines.add(text);
            lines.add(text);
            reasons.add(reason);
        }
    }

    /**
     * Returns whether an operation of a register waits, and adds that it does.
     *
     * @param address of the register
     * @param idle    mask of its IDLE bit
     */
    boolean isWaiting(final Machine machine, final long address, final int idle, final String register)
    {
        final boolean isWaiting = (machine.peek(address, Integer.BYTES) & idle) == 0;
        if (isWaiting)
        {
            reason("operation-waits", register + ".IDLE at 0x" + Long.toHexString(address) +
                " is 0: an operation takes effect some commands later");
        }

        return isWaiting;
    }

    /** Returns whether nothing was found so far that keeps the interrupt back. */
    boolean isClear()
    {
        return reasons.isEmpty();
    }

    /** Returns whether the interrupt is signalled. */
    boolean isSignalled()
    {
        return reasons.size() == 1 && reasons.get(0).get(REASON).equals(SIGNALLED);
    }

    /** Adds the line of the last commands. */
    void commands(final String text)
    {
        lines.add(text);
    }

    List<String> lines()
    {
        return lines;
    }

    List<Map<String, Object>> reasons()
    {
        return reasons;
    }

    /** Removes the last fact that is no reason, but for the first line, which says what is asked for. */
    private boolean makesRoom()
    {
        int at = lines.size() - 1;
        while (at > 0 && reasonLines.contains(lines.get(at)))
        {
            at--;
        }
        if (at > 0)
        {
            lines.remove(at);
        }

        return at > 0;
    }

    private boolean hasRoom()
    {
        return lines.size() < LINE_LIMIT - 1;
    }
}
