package org.gale.engine.transcript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

/**
 * Wait of a transcript for bits of a register: {@code wait ADDR MASK [LIMIT]}. The player loads the register again and
 * again, a command each time, until all bits of the mask are 1. Immutable.
 *
 * @param address     of the register, as the transcript has it
 * @param mask        bits that have to be 1
 * @param limit       most loads
 * @param isMalformed true if the line is no wait
 */
record StatusWait(String address, long mask, long limit, boolean isMalformed)
{
    private static final String WAIT = "wait";
    private static final long LIMIT = 1000;
    private static final long LIMIT_MAX = 1_000_000;
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]{1,15}|[0-9]{1,18}");
    private static final Pattern VALUE = Pattern.compile("OK 0x[0-9a-f]{16}");
    private static final Pattern LOAD = Pattern.compile("\\s*read[lq]\\s+(\\S+)(\\s.*)?");
    private static final int VALUE_BEGIN = 5;

    /** Returns whether a line is a wait: its first word is that. */
    static boolean isWait(final byte[] bytes, final int offset, final int length)
    {
        boolean isWait = length > WAIT.length() && bytes[offset + WAIT.length()] == ' ';
        for (int i = 0; isWait && i < WAIT.length(); i++)
        {
            isWait = bytes[offset + i] == WAIT.charAt(i);
        }

        return isWait;
    }

    /** {@return the wait of a line that is one} */
    static StatusWait of(final String line)
    {
        final List<String> words = new ArrayList<>(
            List.of(line.replaceFirst("(^|\\s)#.*", "").strip().split("\\s+")));
        words.remove(0);
        final boolean isWait = (words.size() == 2 || words.size() == 3) &&
            words.stream().allMatch(NUMBER.asMatchPredicate());
        final long limit = isWait && words.size() == 3 ? Long.decode(words.get(2)) : LIMIT;

        return isWait && limit >= 1 && limit <= LIMIT_MAX && Long.decode(words.get(1)) != 0 ?
            new StatusWait(words.get(0), Long.decode(words.get(1)), limit, false) : new StatusWait("", 0, 0, true);
    }

    /**
     * Returns the wait that a recording shows by one load: the driver has loaded until these bits were 1.
     *
     * @param load     line of a load
     * @param expected reply, as it was recorded
     * @return the wait, or null if the reply has no bit
     */
    static StatusWait recorded(final String load, final String expected)
    {
        final Matcher words = LOAD.matcher(load);
        final long mask = VALUE.matcher(expected).matches() ?
            Long.parseUnsignedLong(expected.substring(VALUE_BEGIN), 16) : 0;

        return words.matches() && mask != 0 ? new StatusWait(words.group(1), mask, LIMIT, false) : null;
    }

    /** Returns whether a line loads a register with an IDLE bit. */
    static boolean isLoadOfStatus(final String line, final ProtocolSession session)
    {
        final Matcher load = LOAD.matcher(line);

        return load.matches() && NUMBER.matcher(load.group(1)).matches() &&
            session.isStatus(Long.decode(load.group(1)));
    }

    /**
     * Loads the register until the bits are 1; the last reply is that of the wait.
     *
     * @return false if the bits were not 1 after the last load
     */
    boolean execute(final ProtocolSession session, final ReplyBuffer reply)
    {
        final byte[] load = ("readl " + address).getBytes(StandardCharsets.US_ASCII);
        for (long i = 0; i < limit; i++)
        {
            reply.clear();
            session.execute(load, 0, load.length);
            final String text = reply.text(session.replyOffset());
            if (!VALUE.matcher(text).matches() ||
                (Long.parseUnsignedLong(text.substring(VALUE_BEGIN), 16) & mask) == mask)
            {
                return true;
            }
        }

        return false;
    }
}
