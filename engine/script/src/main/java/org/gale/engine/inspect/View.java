package org.gale.engine.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Views of a machine that {@code gale inspect} shows, such as a table, with the options of each. */
enum View
{
    VMT(0, mask(Option.ALL)),
    VMTE(mask(Option.VM), 0),
    VPET(mask(Option.VM), mask(Option.ALL)),
    VPED(mask(Option.VM, Option.VPE), 0),
    IST(0, mask(Option.TYPE, Option.ID, Option.ALL)),
    VIST(mask(Option.VM), mask(Option.TYPE, Option.ID, Option.ALL)),
    DT(0, mask(Option.ITS, Option.ALL)),
    ITT(mask(Option.DEVICE), mask(Option.ITS, Option.ALL)),
    PPI(mask(Option.PE), mask(Option.VIRTUAL)),
    PENDING(0, mask(Option.VM)),
    REGS(0, mask(Option.PE)),
    TOPOLOGY(0, 0),
    MSIX(0, mask(Option.DEVICE, Option.ALL)),
    EVENTFD(0, mask(Option.DEVICE)),
    VPE(0, mask(Option.VM, Option.ALL)),
    VPT(0, mask(Option.VM, Option.LPI)),
    LATCH(0, mask(Option.VM, Option.LPI, Option.ALL));

    /** Options of a view, which follow its name. */
    enum Option
    {
        VM(1, "N"),
        VPE(2, "N"),
        DEVICE(4, "N"),
        ITS(512, "N"),
        PE(8, "N"),
        LPI(256, "N"),
        TYPE(16, "lpi|spi"),
        ID(1024, "N"),
        ALL(32, null),
        VIRTUAL(64, null),
        JSON(128, null);

        private final int bit;
        private final String value;

        Option(final int bit, final String value)
        {
            this.bit = bit;
            this.value = value;
        }

        boolean takesValue()
        {
            return value != null;
        }

        /** Returns the word of the option on the command line. */
        String word()
        {
            return "--" + name().toLowerCase(Locale.ROOT);
        }

        String usage()
        {
            return takesValue() ? word() + " " + value : word();
        }
    }

    private final int needed;
    private final int optional;

    /**
     * Makes a view of the masks of its options.
     *
     * @param needed   mask of the options that must be present
     * @param optional mask of the options that may be present
     */
    View(final int needed, final int optional)
    {
        this.needed = needed;
        this.optional = optional;
    }

    /** Returns whether the view is of a GICv4 host, and of no other machine. */
    boolean isDirect()
    {
        return this == VPE || this == VPT || this == LATCH;
    }

    /** Returns whether the view is of every machine. */
    boolean isCommon()
    {
        return this == MSIX || this == EVENTFD;
    }

    boolean needs(final Option option)
    {
        return (needed & mask(option)) != 0;
    }

    /** Returns whether the view accepts an option. Every view accepts {@link Option#JSON}, which changes nothing. */
    boolean takes(final Option option)
    {
        return option == Option.JSON || ((needed | optional) & mask(option)) != 0;
    }

    /** Returns the word of the view on the command line. */
    String word()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the usage of the view: {@code vist --vm N [--type lpi|spi] [--id N] [--all]}. */
    String usage()
    {
        final StringBuilder text = new StringBuilder(word());
        Stream.of(Option.values()).filter(this::needs)
            .forEach(option -> text.append(' ').append(option.usage()));
        Stream.of(Option.values()).filter(option -> (optional & mask(option)) != 0)
            .forEach(option -> text.append(" [").append(option.usage()).append(']'));

        return text.toString();
    }

    /** Returns the words of all views. */
    static List<String> words()
    {
        return Arrays.stream(values()).map(View::word).toList();
    }

    /**
     * Returns the words of the views of one kind of machine.
     *
     * @param direct true for views of a GICv4 host, false for all others
     */
    static List<String> words(final boolean direct)
    {
        return Arrays.stream(values()).filter(view -> view.isCommon() || view.isDirect() == direct).map(View::word)
            .toList();
    }

    /**
     * Returns the options that may follow the words of a request.
     *
     * @param words the view and its options
     */
    static List<String> options(final List<String> words)
    {
        final String last = words.get(words.size() - 1);
        if (Stream.of(Option.values()).anyMatch(option -> option.takesValue() && option.word().equals(last)))
        {
            return last.equals(Option.TYPE.word()) ? List.of(Option.TYPE.value.split("[|]", -1)) : List.of();
        }

        return Arrays.stream(values()).filter(view -> view.word().equals(words.get(0)))
            .flatMap(view -> Stream.of(Option.values()).filter(option -> option != Option.JSON && view.takes(option)))
            .map(Option::word).filter(word -> !words.contains(word)).toList();
    }

    private static int mask(final Option... options)
    {
        int mask = 0;
        for (final Option option : options)
        {
            mask |= option.bit;
        }

        return mask;
    }
}
