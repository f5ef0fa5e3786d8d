package org.gale.engine.storm.result.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.gale.engine.config.Condition;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.FlowText;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.Place;

/** Reader of the values in the file of a sweep: lists, ranges, seeds, limits, searches. Mistakes go to a list. */
final class SweepParts
{
    /** Number of values that a message lists. */
    static final int SHOWN_VALUES = 8;
    /** Keys of the limits. */
    static final List<String> LIMIT_KEYS = List.of("wall", "memory", "disk");

    private static final String UNTIL = "until";
    private static final String LIN = "lin";
    private static final String LOG = "log";
    private static final List<String> RANGE_KEYS = List.of("from", "to", "steps", "scale");
    private static final Pattern SPAN = Pattern.compile("([^-]{1,40})-([^-]{1,40})");
    private static final Pattern SEED_SPAN = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
    private static final long MEMORY_LEAST = 64L << 20;
    private static final long DISK_LEAST = 1L << 20;
    private static final long WALL_LEAST_NS = 1_000_000_000L;

    private final BiConsumer<Place, String> faults;

    SweepParts(final BiConsumer<Place, String> faults)
    {
        this.faults = faults;
    }

    /** Reads a parameter of one key. */
    SweepParameter parameter(final String key, final JobNode.Field field)
    {
        final List<String> values = values(field.node(), key);

        return new SweepParameter(List.of(key), values.stream().map(List::of).toList(),
            values.isEmpty() ? List.of() : places(field.node(), values.size()).stream().map(List::of).toList());
    }

    /** Reads keys whose lists are joined. */
    SweepParameter joined(final JobNode.Fields map)
    {
        final List<String> keys = List.copyOf(map.fields().keySet());
        final List<List<String>> lists = new ArrayList<>();
        final List<List<Place>> places = new ArrayList<>();
        for (final Map.Entry<String, JobNode.Field> field : map.fields().entrySet())
        {
            final List<String> values = values(field.getValue().node(), field.getKey());
            final int length = lists.isEmpty() ? values.size() : lists.get(0).size();
            if (values.size() != length && !values.isEmpty() && length > 0)
            {
                faults.accept(field.getValue().node().place(), "zip: '" + field.getKey() + "' has " +
                    NumberText.counted(values.size(), "value") + ", and '" + keys.get(0) + "' has " +
                    NumberText.count(length) + " (lists that are joined have one length)");
            }
            lists.add(values);
            places.add(places(field.getValue().node(), values.size()));
        }
        final int length = lists.stream().mapToInt(List::size).min().orElse(0);

        return new SweepParameter(keys, rows(lists, length), rows(places, length));
    }

    private static <T> List<List<T>> rows(final List<List<T>> columns, final int length)
    {
        final List<List<T>> rows = new ArrayList<>();
        for (int i = 0; i < length; i++)
        {
            final int row = i;
            rows.add(columns.stream().map(column -> column.get(row)).toList());
        }

        return rows;
    }

    private static List<Place> places(final JobNode node, final int length)
    {
        final List<Place> places = new ArrayList<>();
        for (int i = 0; i < length; i++)
        {
            places.add(node instanceof JobNode.Items items ? items.nodes().get(i).place() : node.place());
        }

        return places;
    }

    private List<String> values(final JobNode node, final String key)
    {
        final List<String> values =
            node instanceof JobNode.Fields range ? range(range, key) : texts(node, key);
        final Set<String> known = new HashSet<>();
        for (int i = 0; i < values.size(); i++)
        {
            if (!known.add(values.get(i)))
            {
                faults.accept(places(node, values.size()).get(i), key + ": '" + values.get(i) + "' is there twice");
            }
        }

        return values;
    }

    /** Returns the texts of a list; an empty one after a mistake. */
    List<String> texts(final JobNode node, final String path)
    {
        if (!(node instanceof JobNode.Items items) || items.nodes().isEmpty())
        {
            faults.accept(node.place(), path + ": " + (node instanceof JobNode.Items ? "the list is empty" :
                node.kind() + " is no list") + " (write [A, B])");
            return List.of();
        }
        final List<String> texts = new ArrayList<>();
        for (final JobNode item : items.nodes())
        {
            final String text = value(item, path);
            if (text != null)
            {
                texts.add(text);
            }
        }

        return texts.size() < items.nodes().size() ? List.of() : texts;
    }

    /** {@return the text of a value, or null after a mistake} */
    String value(final JobNode node, final String path)
    {
        final String text = FlowText.of(node);
        if (text.isEmpty() || text.length() >= FlowText.LIMIT)
        {
            faults.accept(node.place(), path + (text.isEmpty() ? ": nothing stands where a value belongs" :
                ": the value is longer than any key takes"));
            return null;
        }

        return text;
    }

    private List<String> range(final JobNode.Fields range, final String key)
    {
        for (final Map.Entry<String, JobNode.Field> field : range.fields().entrySet())
        {
            if (!RANGE_KEYS.contains(field.getKey()))
            {
                faults.accept(field.getValue().place(), key + ": '" + field.getKey() + "' is no key of a range" +
                    NearestName.hint(field.getKey(), RANGE_KEYS) + " (write {from: A, to: B, steps: N, scale: log})");
                return List.of();
            }
        }
        final String from = needed(range, "from", key);
        final String to = needed(range, "to", key);
        final String steps = needed(range, "steps", key);
        final String scale = range.get("scale") == null ? LIN : value(range.get("scale"), key + ".scale");
        if (from == null || to == null || steps == null || scale == null)
        {
            return List.of();
        }
        final Place place = range.place();
        if (!List.of(LIN, LOG).contains(scale))
        {
            faults.accept(range.get("scale").place(), key + ".scale: '" + scale + "' is not one of lin, log");
            return List.of();
        }
        final int count = steps.matches("[0-9]{1,9}") ? Integer.parseInt(steps) : 0;
        if (count < 2 || count > SweepPlan.RUN_LIMIT)
        {
            faults.accept(range.get("steps").place(), key + ".steps: '" + steps + "' is not from 2 to " +
                NumberText.count(SweepPlan.RUN_LIMIT));
            return List.of();
        }
        try
        {
            final SweepSpan span = SweepSpan.of(from, to);
            if (scale.equals(LOG) && span.from().signum() == 0)
            {
                faults.accept(range.get("from").place(), key + ".from: '" + from + "' is 0, from which no scale of " +
                    "logarithms begins (write a higher one, or scale: lin)");
                return List.of();
            }

            return span.values(count, scale.equals(LOG));
        }
        catch (final IllegalArgumentException ex)
        {
            faults.accept(place, key + ": " + ex.getMessage());
        }

        return List.of();
    }

    private String needed(final JobNode.Fields range, final String name, final String key)
    {
        if (range.get(name) == null)
        {
            faults.accept(range.place(), key + '.' + name +
                ": is missing (write {from: A, to: B, steps: N, scale: log})");
            return null;
        }

        return value(range.get(name), key + '.' + name);
    }

    /** {@return a search, or null after a mistake} */
    SweepSearch search(final JobNode.Fields map)
    {
        final List<String> keys = map.fields().keySet().stream().filter(key -> !key.equals(UNTIL)).toList();
        if (keys.size() != 1 || map.get(UNTIL) == null)
        {
            faults.accept(map.place(), "search: has " + NumberText.counted(keys.size(), "key") + (map.get(
                UNTIL) == null ? " and no until" : "") +
                " (write {KEY: LOW-HIGH, until: 'response.p99 > 50us'})");
            return null;
        }
        final String key = keys.get(0);
        final JobNode.Field field = map.fields().get(key);
        final String text = value(field.node(), "search." + key);
        final String until = value(map.get(UNTIL), "search.until");
        if (text == null || until == null)
        {
            return null;
        }
        final Matcher ends = SPAN.matcher(text);
        if (!ends.matches())
        {
            faults.accept(field.node().place(), "search." + key + ": '" + text + "' is not LOW-HIGH (try 100k-10M)");
            return null;
        }
        final SweepSpan span = read(field.node().place(), "search." + key, () -> SweepSpan.of(
            ends.group(1).strip(), ends.group(2).strip()));
        final Condition condition =
            read(map.get(UNTIL).place(), "search.until", () -> Condition.parse(until));

        return span == null || condition == null ? null :
            new SweepSearch(key, span, condition, field.node().place());
    }

    private <T> T read(final Place place, final String path, final Supplier<T> reader)
    {
        try
        {
            return reader.get();
        }
        catch (final IllegalArgumentException ex)
        {
            faults.accept(place, path + ": " + ex.getMessage());
        }

        return null;
    }

    /** Reads seeds: a span, a list or a count. */
    List<Long> seeds(final JobNode node)
    {
        if (node instanceof JobNode.Items)
        {
            return listed(node);
        }
        final String text = value(node, "seeds");
        if (text == null)
        {
            return List.of();
        }
        final Matcher span = SEED_SPAN.matcher(text);
        final boolean isSpan = span.matches();
        final boolean isCount = text.matches("[0-9]{1,18}");
        final long first = isSpan ? Long.parseLong(span.group(1)) : 1;
        final long last = isSpan ? Long.parseLong(span.group(2)) : isCount ? Long.parseLong(text) : 0;
        if (last < first)
        {
            faults.accept(node.place(), "seeds: '" + text + "' is no span, list or count (try 1-5, [1, 7] or 5)");
            return List.of();
        }
        if (last - first >= SweepPlan.RUN_LIMIT)
        {
            faults.accept(node.place(), "seeds: '" + text + "' is more than the " +
                NumberText.count(SweepPlan.RUN_LIMIT) + " runs that one sweep has");
            return List.of();
        }

        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private List<Long> listed(final JobNode node)
    {
        final List<Long> seeds = new ArrayList<>();
        final List<String> texts = texts(node, "seeds");
        for (int i = 0; i < texts.size(); i++)
        {
            final Place place = ((JobNode.Items)node).nodes().get(i).place();
            if (!texts.get(i).matches("[0-9]{1,18}"))
            {
                faults.accept(place, "seeds: '" + texts.get(i) + "' is no seed (write a whole number)");
            }
            else if (seeds.contains(Long.parseLong(texts.get(i))))
            {
                faults.accept(place, "seeds: " + texts.get(i) + " is there twice");
            }
            else
            {
                seeds.add(Long.parseLong(texts.get(i)));
            }
        }

        return seeds;
    }

    /** Reads the limits of each run. */
    SweepLimits limits(final JobNode.Fields map, final String prefix)
    {
        return new SweepLimits(
            limit(map, prefix, "wall", Quantity::durationNs, WALL_LEAST_NS, SweepLimits.DEFAULT.wallNs()),
            limit(map, prefix, "memory", Quantity::sizeBytes, MEMORY_LEAST, SweepLimits.DEFAULT.memoryBytes()),
            limit(map, prefix, "disk", Quantity::sizeBytes, DISK_LEAST, SweepLimits.DEFAULT.diskBytes()));
    }

    private long limit(final JobNode.Fields map, final String prefix, final String key,
        final ToLongFunction<String> reader, final long least, final long otherwise)
    {
        final JobNode node = map.get(key);
        final String text = node == null ? null : value(node, prefix + key);
        final Long value = text == null ? null : read(node.place(), prefix + key, () -> reader.applyAsLong(text));
        if (value != null && value < least)
        {
            faults.accept(node.place(), prefix + key + ": '" + text + "' is less than " +
                (key.equals("wall") ? NumberText.duration(least) : NumberText.bytes(least)) +
                ", which no run keeps within");
        }

        return value == null ? otherwise : value;
    }
}
