package org.gale.tests.migration;

import java.util.Locale;

/** Action of an exploration: a kind and a number, encoded in a short so that many paths fit in memory. */
final class Deed
{
    private static final int NUMBER_BITS = 3;
    private static final Kind[] KINDS = Kind.values();

    private Deed()
    {
    }

    /** Kinds of actions; the number of each in parentheses. */
    enum Kind
    {
        /** A device sends the message of an event (event). */
        MESSAGE(0),
        /** Software makes a level pending (interrupt). */
        PEND(1),
        /** A vCPU acknowledges its best interrupt (vCPU). */
        ACKNOWLEDGE(2),
        /** A vCPU drops its running priority (vCPU). */
        DROP(3),
        /** Software deactivates an interrupt (interrupt). */
        DEACTIVATE(4),
        /** Software turns the enable bit of an interrupt round (interrupt). */
        ENABLE(5),
        /** Software gives an interrupt to the other vCPU (interrupt). */
        MOVE(6),
        /** A vCPU turns its priority mask round (vCPU). */
        MASK(7),
        /** A vCPU enters its guest (vCPU). */
        RUN(8),
        /** A vCPU leaves its guest (vCPU). */
        PUT(9),
        /** A vCPU waits for an interrupt (vCPU). */
        BLOCK(10),
        /** The migration begins with its first step (number of the step that will fail, 0 for none). */
        MIGRATE(11),
        /** The next step of the migration. */
        STEP(12),
        /** Software turns the mask bit of a vector round (vector). */
        MASK_VECTOR(13),
        /** Software turns the mask of a function round (its vector). */
        MASK_FUNCTION(14),
        /** Software gives a vector its other message (vector). */
        RETARGET(15),
        /** The monitor drops the route of an eventfd, or makes it (vector). */
        ROUTE(16),
        /** The monitor takes the event of an eventfd (vector). */
        TAKE(17),
        /** A pass before the migration. */
        PASS(18);

        private final int code;

        Kind(final int code)
        {
            this.code = code;
        }

        /** {@return the code of the kind, from 0 without gaps} */
        int code()
        {
            return code;
        }
    }

    /** {@return the code of an action; not negative} */
    static int of(final Kind kind, final int number)
    {
        return kind.code << NUMBER_BITS | number;
    }

    static Kind kind(final int code)
    {
        return KINDS[code >>> NUMBER_BITS];
    }

    static int number(final int code)
    {
        return code & ((1 << NUMBER_BITS) - 1);
    }

    /** Returns an action as words. */
    static String text(final int code)
    {
        return kind(code).name().toLowerCase(Locale.ROOT) + ' ' + number(code);
    }

    /** {@return the codes of actions that {@link #text} wrote, separated by commas} */
    static int[] parse(final String text)
    {
        final String[] actions = text.split(",", -1);
        final int[] codes = new int[actions.length];
        for (int i = 0; i < codes.length; i++)
        {
            final String[] words = actions[i].trim().split(" ", -1);
            codes[i] = of(Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), Integer.parseInt(words[1]));
        }

        return codes;
    }
}
