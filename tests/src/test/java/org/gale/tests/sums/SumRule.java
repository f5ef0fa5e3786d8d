package org.gale.tests.sums;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rule by which a field of two parts gives that of their sum. */
enum SumRule
{
    /** Numbers are added; lists and records by their places, maps by their keys. */
    SUM
    {
        @Override
        Object of(final Object one, final Object other)
        {
            return sum(one, other);
        }
    },
    /** The lesser of both. */
    LEAST
    {
        @Override
        Object of(final Object one, final Object other)
        {
            return Math.min(((Number)one).longValue(), ((Number)other).longValue());
        }
    },
    /** The greater of both. */
    MOST
    {
        @Override
        Object of(final Object one, final Object other)
        {
            return Math.max(((Number)one).longValue(), ((Number)other).longValue());
        }
    },
    /** True if it is of both. */
    BOTH
    {
        @Override
        Object of(final Object one, final Object other)
        {
            return ((Boolean)one) ? other : one;
        }
    },
    /** Equal in all parts. */
    SAME
    {
        @Override
        Object of(final Object one, final Object other)
        {
            return one;
        }
    },
    /** That of the first part that has one. */
    FIRST
    {
        @Override
        Object of(final Object one, final Object other)
        {
            return one == null ? other : one;
        }
    },
    /** All of both, by their numbers. */
    ALL
    {
        @Override
        Object of(final Object one, final Object other)
        {
            final List<Object> all = new ArrayList<>((List<?>)one);
            all.addAll((List<?>)other);
            all.sort(Comparator.comparingInt(part -> (Integer)Fields.values((Record)part).get(0)));

            return all;
        }
    },
    /** That of the part whose numbers among the fields of this rule are the greatest, the first of them first. */
    GREATEST
    {
        @Override
        Object of(final Object one, final Object other)
        {
            throw new IllegalStateException("it depends on other fields");
        }
    };

    /** Returns the value of a sum. */
    abstract Object of(Object one, Object other);

    private static Object sum(final Object one, final Object other)
    {
        if (one == null || other == null)
        {
            return one == null ? other : one;
        }
        if (one instanceof Long first)
        {
            return first + (Long)other;
        }
        if (one instanceof Integer first)
        {
            return first + (Integer)other;
        }
        if (one instanceof Double first)
        {
            return first + (Double)other;
        }
        if (one instanceof List<?> list)
        {
            final List<Object> sums = new ArrayList<>();
            for (int i = 0; i < list.size(); i++)
            {
                sums.add(sum(list.get(i), ((List<?>)other).get(i)));
            }
            return sums;
        }
        if (one instanceof Map<?, ?> map)
        {
            final Map<Object, Object> sums = new LinkedHashMap<>(map);
            ((Map<?, ?>)other).forEach((key, value) -> sums.merge(key, value, SumRule::sum));
            return sums;
        }
        final List<Object> sums = new ArrayList<>();
        for (int i = 0; i < Fields.values((Record)one).size(); i++)
        {
            sums.add(sum(Fields.values((Record)one).get(i), Fields.values((Record)other).get(i)));
        }

        return Fields.make(((Record)one).getClass(), sums);
    }
}
