package org.gale.engine.gicv4;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Action of an explored host: a kind and up to two numbers, encoded in a short so that millions of paths fit in memory.
 */
final class Action
{
    /** Kinds of actions; the numbers of each in parentheses. */
    enum Kind
    {
        /** A device sends the message of an event (event). */
        MESSAGE(0),
        /** Software sends the message of an event (event). */
        INJECT(1),
        /** A CPU claims the LPI that interrupts it (CPU). */
        CLAIM(2),
        /** A CPU handles the LPI that it claimed (CPU). */
        HANDLE(3),
        /** A transition to direct injection begins (vCPU). */
        ENABLE(4),
        /** A transition to software-forwarded injection begins (vCPU). */
        DISABLE(5),
        /** The next step of the open transition. */
        STEP(6),
        /** The next step of the open transition, which fails. */
        FAIL(7),
        /** A move begins with its first step (event, vCPU). */
        MOVE(8),
        /** The next step of the open move. */
        MOVING(9),
        /** The guest changes the enable bit of an event (event, 0 or 1). */
        CONFIG(10),
        /** A vCPU acknowledges and ends its best interrupt (vCPU). */
        ACK(11),
        /** A vCPU is loaded (vCPU, CPU). */
        LOAD(12),
        /** A vCPU is preempted (vCPU). */
        PUT(13),
        /** A vCPU waits for an interrupt (vCPU). */
        BLOCK(14),
        /** A vCPU waits, and a message comes between the hardware's answer and its store (vCPU, event). */
        BLOCK_WITH(15);

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

    private static final Kind[] KINDS = Kind.values();
    private static final int OPERAND_BITS = 3;
    private static final int KIND_SHIFT = 2 * OPERAND_BITS;

    private Action()
    {
    }

    /** {@return the code of an action; not negative} */
    static int of(final Kind kind, final int first, final int second)
    {
        return (kind.code << KIND_SHIFT) | (first << OPERAND_BITS) | second;
    }

    static Kind kind(final int code)
    {
        return KINDS[code >>> KIND_SHIFT];
    }

    static int first(final int code)
    {
        return (code >>> OPERAND_BITS) & 7;
    }

    static int second(final int code)
    {
        return code & 7;
    }

    /** Returns whether an action goes on with a transition, a move or a handler. */
    static boolean goesOn(final int code)
    {
        return switch (kind(code))
        {
            case STEP, MOVING, CLAIM, HANDLE -> true;
            default -> false;
        };
    }

    /** Returns an action as words. */
    static String text(final int code)
    {
        return kind(code).name().toLowerCase(Locale.ROOT) + ' ' + first(code) + ' ' + second(code);
    }

    /** {@return the codes of actions that {@link #text} wrote, separated by commas} */
    static int[] parse(final String text)
    {
        final String[] actions = text.split(",", -1);
        final int[] codes = new int[actions.length];
        for (int i = 0; i < codes.length; i++)
        {
            final String[] words = actions[i].trim().split(" ", -1);
            codes[i] = of(Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), Integer.parseInt(words[1]),
                Integer.parseInt(words[2]));
        }

        return codes;
    }

    /** Returns actions as words, separated by commas. */
    static String text(final int[] codes, final int length)
    {
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < length; i++)
        {
            texts.add(text(codes[i]));
        }

        return String.join(", ", texts);
    }
}
