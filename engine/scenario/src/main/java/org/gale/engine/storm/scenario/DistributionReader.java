package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Quantity;

/** Reader of distributions: a duration, or a map with one key, which is the kind. Pure functions. */
public final class DistributionReader
{
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final String NO_TIME = "0";
    private static final int TEXT_LIMIT = 64;
    private static final int ITEM_LIMIT = 64;
    /** Limit at which the mean of a log-normal distribution is 3,000 times its median. */
    private static final double SIGMA_LIMIT = 4;
    private static final double ALPHA_LIMIT = 100;

    private static final String UNIFORM = "{uniform: {from: 1us, to: 3us}}";
    private static final String EXPONENTIAL = "{exponential: 2us}";
    private static final String LOGNORMAL = "{lognormal: {median: 2us, sigma: 0.5}}";
    private static final String PARETO = "{pareto: {alpha: 1.5, min: 1us, cap: 1ms}}";
    private static final String WEIGHTED = "{list: [[1us, 9], [20us, 1]]}";
    private static final String WINDOW = "{max: 500us, grow: 2, start: 10us, shrink: 2}";
    private static final List<String> KINDS = List.of("uniform", "exponential", "lognormal", "pareto", "list");

    private DistributionReader()
    {
    }

    /**
     * Reads a distribution as users write it: {@code 2us}, or a map such as {@code {exponential: 2us}}.
     *
     * @throws IllegalArgumentException with a message for the user that shows the form
     */
    public static Distribution read(final JobNode node)
    {
        if (node instanceof JobNode.Text text && !text.text().startsWith("{"))
        {
            return new Distribution.Constant(time(text.text()));
        }
        if (!(node instanceof JobNode.Fields map) || map.fields().size() != 1)
        {
            throw form("", node, EXPONENTIAL);
        }
        final String kind = map.fields().keySet().iterator().next();
        final JobNode body = map.get(kind);

        return switch (kind)
        {
            case "uniform" -> uniform(body);
            case "exponential" -> exponential(body);
            case "lognormal" -> lognormal(body);
            case "pareto" -> pareto(body);
            case "list" -> weighted(body);
            default -> throw new IllegalArgumentException("'" + kind + "' is no distribution, which are " +
                String.join(", ", KINDS) + NearestName.hint(kind, KINDS));
        };
    }

    /**
     * Reads the window of a poll: one time, or how it follows the blocks.
     *
     * @throws IllegalArgumentException with a message for the user that shows the form
     */
    static Distribution window(final JobNode node)
    {
        if (!(node instanceof JobNode.Fields map) || !map.fields().containsKey("max"))
        {
            return read(node);
        }
        final Map<String, String> fields = fields(node, List.of("max", "grow", "start", "shrink"), WINDOW);

        return new Distribution.Window(time(fields.get("max")), factor("grow", fields), time(fields.get("start")),
            factor("shrink", fields));
    }

    private static int factor(final String key, final Map<String, String> fields)
    {
        final String text = fields.get(key);
        if (!text.matches("[1-9][0-9]{0,2}"))
        {
            throw new IllegalArgumentException(key + " '" + text + "' is not a number from 1 to 999 (try " + WINDOW +
                ')');
        }

        return Integer.parseInt(text);
    }

    private static Distribution uniform(final JobNode body)
    {
        final Map<String, String> fields = fields(body, List.of("from", "to"), UNIFORM);
        final long fromNs = time(fields.get("from"));
        final long toNs = time(fields.get("to"));
        if (fromNs > toNs)
        {
            throw new IllegalArgumentException("from " + fields.get("from") + " is longer than to " +
                fields.get("to") + " (try " + UNIFORM + ')');
        }

        return new Distribution.Uniform(fromNs, toNs);
    }

    private static Distribution exponential(final JobNode body)
    {
        return new Distribution.Exponential(time(text(body, "exponential: ", body, EXPONENTIAL)));
    }

    private static Distribution lognormal(final JobNode body)
    {
        final Map<String, String> fields = fields(body, List.of("median", "sigma"), LOGNORMAL);

        return new Distribution.Lognormal(
            time(fields.get("median")), number("sigma", fields.get("sigma"), SIGMA_LIMIT));
    }

    private static Distribution pareto(final JobNode body)
    {
        final Map<String, String> fields = fields(body, List.of("alpha", "min", "cap"), PARETO);
        final double alpha = number("alpha", fields.get("alpha"), ALPHA_LIMIT);
        final long minNs = time(fields.get("min"));
        final long capNs = time(fields.get("cap"));
        if (alpha == 0 || minNs == 0)
        {
            throw new IllegalArgumentException((alpha == 0 ? "alpha " : "min ") +
                fields.get(alpha == 0 ? "alpha" : "min") + " is not above 0 (try " + PARETO + ')');
        }
        if (minNs > capNs)
        {
            throw new IllegalArgumentException("min " + fields.get("min") + " is longer than cap " +
                fields.get("cap") + " (try " + PARETO + ')');
        }

        return new Distribution.Pareto(alpha, minNs, capNs);
    }

    private static Distribution weighted(final JobNode body)
    {
        final List<JobNode> nodes = body instanceof JobNode.Items list ? list.nodes() : List.of(body);
        if (nodes.size() > ITEM_LIMIT)
        {
            throw new IllegalArgumentException("list: " + nodes.size() + " times are too many: at most " + ITEM_LIMIT);
        }
        final List<Distribution.Weighted.Item> items = new ArrayList<>();
        for (final JobNode node : nodes)
        {
            if (!(node instanceof JobNode.Items item) || item.nodes().size() != 2)
            {
                throw form("list: ", node instanceof JobNode.Items ? node : body, WEIGHTED);
            }
            items.add(new Distribution.Weighted.Item(
                time(text(item.nodes().get(0), "list: ", node, WEIGHTED)),
                number("weight", text(item.nodes().get(1), "list: ", node, WEIGHTED), Integer.MAX_VALUE)));
        }
        final Distribution.Weighted weighted = new Distribution.Weighted(items);
        if (weighted.weight() == 0)
        {
            throw new IllegalArgumentException("list: all weights are 0 (try " + WEIGHTED + ')');
        }

        return weighted;
    }

    /** Returns the fields of a map, which has each of some keys once and no other one. */
    private static Map<String, String> fields(final JobNode body, final List<String> keys, final String example)
    {
        if (!(body instanceof JobNode.Fields map))
        {
            throw form("", body, example);
        }
        final Map<String, String> fields = new HashMap<>();
        map.fields().forEach((key, field) ->
        {
            if (!keys.contains(key))
            {
                throw new IllegalArgumentException("'" + key + "' is not one of " + String.join(", ", keys) +
                    NearestName.hint(key, keys) + " (try " + example + ')');
            }
            fields.put(key, text(field.node(), "", body, example));
        });
        for (final String key : keys)
        {
            if (!fields.containsKey(key))
            {
                throw new IllegalArgumentException("'" + key + "' is missing (try " + example + ')');
            }
        }

        return fields;
    }

    private static long time(final String text)
    {
        if (text.startsWith("-"))
        {
            throw new IllegalArgumentException("'" + text + "' is below 0 (try 2us, or 0 for no time)");
        }
        if (text.equals(NO_TIME))
        {
            return 0;
        }
        final long ns = Quantity.durationNs(text, "2us, or " + EXPONENTIAL);
        if (ns > Distribution.LIMIT_NS)
        {
            throw new IllegalArgumentException("'" + text + "' is longer than " +
                NumberText.count(Distribution.LIMIT_NS / 1_000_000_000) + "s, the limit of a time (try 2us)");
        }

        return ns;
    }

    private static double number(final String key, final String text, final double limit)
    {
        if (!NUMBER.matcher(text).matches() || Double.parseDouble(text) > limit)
        {
            throw new IllegalArgumentException(key + " '" + text + "' is not a number from 0 to " +
                NumberText.count((long)limit) + " (try 1 or 0.5)");
        }

        return Double.parseDouble(text);
    }

    /** Returns the text of a scalar of some characters; a node that is none makes its map one of no distribution. */
    private static String text(final JobNode node, final String before, final JobNode map, final String example)
    {
        if (node instanceof JobNode.Text scalar && !scalar.text().isEmpty() && scalar.text().length() <= TEXT_LIMIT)
        {
            return scalar.text();
        }
        throw form(before, map, example);
    }

    private static IllegalArgumentException form(final String before, final JobNode node, final String example)
    {
        final String text = FlowText.of(node);

        return new IllegalArgumentException("'" + before + (text.length() <= TEXT_LIMIT ? text :
            text.substring(0, TEXT_LIMIT) + "...") + "' is no distribution (try " + example + ')');
    }
}
