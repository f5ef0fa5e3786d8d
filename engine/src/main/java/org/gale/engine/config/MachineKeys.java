package org.gale.engine.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reader of the {@code KEY=VALUE} words of a machine, which are read once. Numbers have ranges; a repeated or unknown
 * key is an error.
 */
final class MachineKeys
{
    private static final List<String> KEYS = List.of(
        "preset", "ram", "pes", "irs.config", "irs.setlpi", "its.config", "its.translate", "iwb.config", "spis",
        "spi_base", "id_bits", "min_lpi_id_bits", "pri_bits", "vm_id_bits", "vpe_id_bits", "deviceid_bits",
        "eventid_bits", "ppis", "one_n", "virt_one_n", "swe", "strict", "nmi", "its.cache", "ops.delay", "ops.order",
        "irss", "itss", "iwbs", "domains", "kvm");

    private final Map<String, String> values = new TreeMap<>();

    MachineKeys(final List<String> words)
    {
        for (final String word : words)
        {
            final int equals = word.indexOf('=');
            final String key = equals < 0 ? word : word.substring(0, equals);
            if (!KEYS.contains(key))
            {
                throw new IllegalArgumentException("no machine key '" + key + "'" + NearestName.hint(key, KEYS));
            }
            if (equals < 0 || equals == word.length() - 1)
            {
                throw new IllegalArgumentException(key + " has no value (write " + key + "=VALUE)");
            }
            if (values.put(key, word.substring(equals + 1)) != null)
            {
                throw new IllegalArgumentException(key + " is given twice");
            }
        }
    }

    String text(final String key, final String otherwise)
    {
        return values.getOrDefault(key, otherwise);
    }

    int count(final String key, final int otherwise, final int min, final int max)
    {
        return (int)number(key, otherwise, min, max);
    }

    boolean flag(final String key, final boolean otherwise)
    {
        return count(key, otherwise ? 1 : 0, 0, 1) == 1;
    }

    /** Checks that a key has the only value that this version supports; the chapter on limits lists these keys. */
    void only(final String key, final String value)
    {
        final String given = text(key, value);
        if (!given.equals(value))
        {
            throw new IllegalArgumentException(
                key + "=" + given + " is not supported (only " + key + "=" + value + ")");
        }
    }

    long number(final String key, final long otherwise, final long min, final long max)
    {
        final String text = values.get(key);
        if (text == null)
        {
            return otherwise;
        }
        final long value = parse(key, text);
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(key + "=" + text + " is out of range (" + min + " to " + max + ")");
        }

        return value;
    }

    static long parse(final String key, final String text)
    {
        try
        {
            if (!text.matches("0x[0-9a-fA-F]{1,16}|[0-9]{1,19}"))
            {
                throw new NumberFormatException(text);
            }

            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException(key + ": '" + text + "' is not a number (try 16 or 0x10)", ex);
        }
    }
}
