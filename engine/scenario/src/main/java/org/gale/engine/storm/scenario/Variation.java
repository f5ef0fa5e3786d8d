package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NumberText;

/** Values that some keys of a job take in turns, one run each. Immutable. */
public final class Variation
{
    /** Limit of the keys. */
    static final int KEY_LIMIT = 2;
    /** Limit of the runs. */
    static final int RUN_LIMIT = 64;

    private static final String SEED = "seed";
    private static final String OPENING = "{[";
    private static final String CLOSING = "}]";

    private final String option;
    private final Map<String, List<String>> values;

    private Variation(final String option, final Map<String, List<String>> values)
    {
        this.option = option;
        this.values = values;
    }

    /**
     * Reads the values of keys.
     *
     * @param option by which they are given, for messages
     * @param texts  each {@code KEY=A,B,C}; a comma within brackets belongs to its value
     * @throws JobException if one is not, or there are too many keys or runs
     */
    public static Variation of(final String option, final List<String> texts)
    {
        final Map<String, List<String>> values = new LinkedHashMap<>();
        for (final String text : texts)
        {
            final Place place = Place.ofOption(option + ' ' + text);
            final int equals = text.indexOf('=');
            final List<String> ofKey = equals <= 0 ? List.of() : split(text.substring(equals + 1));
            if (ofKey.isEmpty() || ofKey.contains(""))
            {
                throw new JobException(place, "not KEY=A,B,C (try machine.pes=8,16)");
            }
            final String key = text.substring(0, equals);
            if (key.equals(SEED))
            {
                throw new JobException(place, "all runs have one seed, so that they differ in what varies alone " +
                    "(name another key)");
            }
            if (values.put(key, ofKey) != null)
            {
                throw new JobException(place, "'" + key + "' varies twice (write all its values in one list)");
            }
            if (values.size() > KEY_LIMIT)
            {
                throw new JobException(place, "is a third key, and at most " + KEY_LIMIT + " vary (leave one out)");
            }
        }
        final long runs = values.values().stream().mapToLong(List::size).reduce(1, (a, b) -> a * b);
        if (runs > RUN_LIMIT)
        {
            throw new JobException(Place.ofOption(option + ' ' + String.join(", ", values.keySet())),
                NumberText.count(runs) + " runs are more than the " + RUN_LIMIT + " that one comparison has " +
                "(give fewer values)");
        }

        return new Variation(option, values);
    }

    /** Returns the option by which the values are given. */
    String option()
    {
        return option;
    }

    /** Returns the names of the keys. */
    public List<String> keys()
    {
        return List.copyOf(values.keySet());
    }

    /** Returns the value of each key in each run; those of the last key change fastest. */
    public List<Map<String, String>> runs()
    {
        List<Map<String, String>> runs = List.of(Map.of());
        for (final Map.Entry<String, List<String>> key : values.entrySet())
        {
            final List<Map<String, String>> more = new ArrayList<>();
            for (final Map<String, String> run : runs)
            {
                for (final String value : key.getValue())
                {
                    final Map<String, String> with = new LinkedHashMap<>(run);
                    with.put(key.getKey(), value);
                    more.add(with);
                }
            }
            runs = more;
        }

        return runs;
    }

    private static List<String> split(final String text)
    {
        final List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.length(); i++)
        {
            final char letter = text.charAt(i);
            depth += OPENING.indexOf(letter) >= 0 ? 1 : CLOSING.indexOf(letter) >= 0 ? -1 : 0;
            if (letter == ',' && depth == 0)
            {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin).strip());

        return parts;
    }
}
