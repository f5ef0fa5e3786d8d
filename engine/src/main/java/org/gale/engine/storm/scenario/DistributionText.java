package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Quantity;

/** Reader of distributions: a duration, or a map with one key, which is the kind. Pure functions. */
final class DistributionText
{
    private static final Pattern MAP = Pattern.compile("\\{\\s*([A-Za-z-]{1,64})\\s*:\\s*(.*\\S)\\s*\\}");
    private static final Pattern FIELDS = Pattern.compile("\\{(.*)\\}");
    private static final Pattern FIELD = Pattern.compile("\\s*([A-Za-z-]{1,64})\\s*:\\s*(\\S{1,64})\\s*");
    private static final Pattern LIST = Pattern.compile("\\[\\s*(\\[.*\\])\\s*\\]");
    private static final Pattern ITEM_END = Pattern.compile("\\]\\s*,\\s*\\[");
    private static final Pattern ITEM = Pattern.compile("\\s*(\\S{1,64}?)\\s*,\\s*(\\S{1,64})\\s*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final String NO_TIME = "0";
    private static final int TEXT_LIMIT = 1 << 12;
    private static final int ITEM_LIMIT = 64;
    /** Limit at which the mean of a log-normal distribution is 3,000 times its median. */
    private static final double SIGMA_LIMIT = 4;
    private static final double ALPHA_LIMIT = 100;

    private static final String UNIFORM = "{uniform: {from: 1us, to: 3us}}";
    private static final String EXPONENTIAL = "{exponential: 2us}";
    private static final String LOGNORMAL = "{lognormal: {median: 2us, sigma: 0.5}}";
    private static final String PARETO = "{pareto: {alpha: 1.5, min: 1us, cap: 1ms}}";
    private static final String WEIGHTED = "{list: [[1us, 9], [20us, 1]]}";
    private static final List<String> KINDS = List.of("uniform", "exponential", "lognormal", "pareto", "list");

    private DistributionText()
    {
    }

    static Distribution parse(final String text)
    {
        if (!text.startsWith("{"))
        {
            return new Distribution.Constant(time(text));
        }
        final Matcher map = MAP.matcher(text);
        if (text.length() > TEXT_LIMIT || !map.matches())
        {
            throw form(shortened(text), EXPONENTIAL);
        }
        final String body = map.group(2);

        return switch (map.group(1))
        {
            case "uniform" -> uniform(body);
            case "exponential" -> exponential(body);
            case "lognormal" -> lognormal(body);
            case "pareto" -> pareto(body);
            case "list" -> weighted(body);
            default -> throw new IllegalArgumentException("'" + map.group(1) + "' is no distribution, which are " +
                String.join(", ", KINDS) + NearestName.hint(map.group(1), KINDS));
        };
    }

    private static Distribution uniform(final String body)
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

    private static Distribution exponential(final String body)
    {
        if (body.startsWith("{") || body.startsWith("["))
        {
            throw form("exponential: " + shortened(body), EXPONENTIAL);
        }

        return new Distribution.Exponential(time(body));
    }

    private static Distribution lognormal(final String body)
    {
        final Map<String, String> fields = fields(body, List.of("median", "sigma"), LOGNORMAL);

        return new Distribution.Lognormal(
            time(fields.get("median")), number("sigma", fields.get("sigma"), SIGMA_LIMIT));
    }

    private static Distribution pareto(final String body)
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

    private static Distribution weighted(final String body)
    {
        final Matcher list = LIST.matcher(body);
        if (!list.matches())
        {
            throw form("list: " + shortened(body), WEIGHTED);
        }
        final String inner = list.group(1);
        final String[] texts = ITEM_END.split(inner.substring(1, inner.length() - 1), -1);
        if (texts.length > ITEM_LIMIT)
        {
            throw new IllegalArgumentException("list: " + texts.length + " times are too many: at most " + ITEM_LIMIT);
        }
        final List<Distribution.Weighted.Item> items = new ArrayList<>();
        for (final String text : texts)
        {
            final Matcher item = ITEM.matcher(text);
            if (!item.matches())
            {
                throw form("list: [" + shortened(text) + ']', WEIGHTED);
            }
            items.add(new Distribution.Weighted.Item(
                time(item.group(1)), number("weight", item.group(2), Integer.MAX_VALUE)));
        }
        final Distribution.Weighted weighted = new Distribution.Weighted(items);
        if (weighted.weight() == 0)
        {
            throw new IllegalArgumentException("list: all weights are 0 (try " + WEIGHTED + ')');
        }

        return weighted;
    }

    /** Returns the fields of a map, which has each of some keys once and no other one. */
    private static Map<String, String> fields(final String body, final List<String> keys, final String example)
    {
        final Matcher map = FIELDS.matcher(body);
        if (!map.matches())
        {
            throw form(shortened(body), example);
        }
        final Map<String, String> fields = new LinkedHashMap<>();
        for (final String text : map.group(1).split(",", -1))
        {
            final Matcher field = FIELD.matcher(text);
            if (!field.matches())
            {
                throw form(shortened(body), example);
            }
            if (!keys.contains(field.group(1)))
            {
                throw new IllegalArgumentException("'" + field.group(1) + "' is not one of " +
                    String.join(", ", keys) + NearestName.hint(field.group(1), keys) + " (try " + example + ')');
            }
            if (fields.put(field.group(1), field.group(2)) != null)
            {
                throw new IllegalArgumentException("'" + field.group(1) + "' is there twice (try " + example + ')');
            }
        }
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

    private static IllegalArgumentException form(final String text, final String example)
    {
        return new IllegalArgumentException("'" + text + "' is no distribution (try " + example + ')');
    }

    private static String shortened(final String text)
    {
        return text.length() <= ITEM_LIMIT ? text : text.substring(0, ITEM_LIMIT) + "...";
    }
}
