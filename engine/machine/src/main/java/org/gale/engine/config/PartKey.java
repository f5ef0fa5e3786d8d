package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Key that each IRS, ITS or IWB of a board has: part 0 has the key without a number, such as {@code irs.config}, and
 * part N the key with it, such as {@code irs.1.config}. Immutable.
 *
 * @param count key of the number of such parts
 * @param keys  of parts 0, 1, …
 */
record PartKey<T>(MachineKey<Integer> count, List<MachineKey<T>> keys)
{
    private static final Pattern NUMBERED = Pattern.compile("(irs|its|iwb)\\.([0-9]{1,9})\\.([a-z]+)");

    /** Returns the keys of all parts; that of a part other than 0 has no constant default. */
    static <T> PartKey<T> of(final MachineKey<Integer> count, final MachineKey<T> ofPartZero)
    {
        final List<MachineKey<T>> keys = new ArrayList<>(List.of(ofPartZero));
        for (int number = 1; number < MachineLimits.PART_LIMIT; number++)
        {
            keys.add(ofPartZero.ofPart(ofPartZero.name().replace(".", "." + number + '.')));
        }

        return new PartKey<>(count, List.copyOf(keys));
    }

    /** Returns the key of a part. */
    MachineKey<T> of(final int number)
    {
        return keys.get(number);
    }

    /**
     * Returns a clause on a word that names a part as no key does.
     *
     * @return the key that names that part, or the most parts that there may be; empty for another word
     */
    static String hint(final String name, final List<MachineKey<?>> known)
    {
        final Matcher matcher = NUMBERED.matcher(name);
        if (!matcher.matches())
        {
            return "";
        }
        final String part = matcher.group(1);
        final int number = Integer.parseInt(matcher.group(2));
        final String ofPartZero = part + '.' + matcher.group(3);
        final boolean isKey = known.stream().anyMatch(key -> key.name().equals(ofPartZero));

        return isKey && number == 0 ? " (write " + ofPartZero + ')' :
            isKey && number >= MachineLimits.PART_LIMIT ? ": " + part + "s=" + MachineLimits.PART_LIMIT +
            " is the most (0 to " + (MachineLimits.PART_LIMIT - 1) + ')' : "";
    }
}
