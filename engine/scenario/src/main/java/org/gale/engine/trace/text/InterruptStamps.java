package org.gale.engine.trace.text;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times that stand between readings of counters: what date, watch and /proc/uptime write. Pure functions. */
final class InterruptStamps
{
    /** Limit of the length of a line that may be a time. */
    static final int LENGTH_LIMIT = 512;

    private static final String FRACTION = "(?:[.,](\\d{1,9}))?";
    private static final Pattern EPOCH = Pattern.compile("([12]\\d{9})(?:\\.?(\\d{9}|\\d{6}|\\d{3})|\\.(\\d{1,9}))?");
    private static final Pattern UPTIME = Pattern.compile("(\\d{1,9})\\.(\\d{2}) \\d{1,12}\\.\\d{2}");
    private static final Pattern ISO = Pattern.compile(
        "((?:19|20|21)\\d\\d)-(\\d\\d)-(\\d\\d)[T ](\\d\\d):(\\d\\d):(\\d\\d)" + FRACTION +
        " *(Z|[A-Z]{2,5}|[+-]\\d\\d:?\\d\\d)?");
    private static final Pattern CLOCK = Pattern.compile("(\\d\\d):(\\d\\d):(\\d\\d)" + FRACTION);
    private static final Pattern EVERY = Pattern.compile("Every (\\d{1,9})(?:[.,](\\d{1,9}))?s: .*");
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d\\d):?(\\d\\d)");
    private static final Pattern WEEKDAY = Pattern.compile("(?:.* )?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (.*)");
    private static final Pattern DAY = Pattern.compile("\\d{1,2}");
    private static final Pattern YEAR = Pattern.compile("(?:19|20|21)\\d\\d");
    private static final Pattern ZONE = Pattern.compile("[A-Z]{2,5}|[+-]\\d{4}");
    private static final List<String> MONTHS =
        List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final List<String> HALVES = List.of("AM", "PM");
    private static final int NOON = 12;
    private static final int FRACTION_DIGITS = 9;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long S_PER_MINUTE = 60;
    private static final long S_PER_HOUR = 3600;

    private InterruptStamps()
    {
    }

    /**
     * Time of a reading.
     *
     * @param clock clock that shows it: times of another one cannot be compared with it
     * @param ns    of the clock
     * @param isWhole true if it shows no fractions of a second
     */
    record Stamp(String clock, long ns, boolean isWhole)
    {
    }

    /** Returns the time that a line shows, or null. */
    static Stamp of(final String line)
    {
        final Matcher epoch = EPOCH.matcher(line);
        if (epoch.matches())
        {
            final String fraction = epoch.group(2) == null ? epoch.group(3) : epoch.group(2);

            return new Stamp("seconds since 1970", Long.parseLong(epoch.group(1)) * NS_PER_S +
                nanos(fraction), fraction == null);
        }
        final Matcher uptime = UPTIME.matcher(line);
        if (uptime.matches())
        {
            return new Stamp("/proc/uptime",
                Long.parseLong(uptime.group(1)) * NS_PER_S + nanos(uptime.group(2)), false);
        }
        final Matcher clock = CLOCK.matcher(line);
        if (clock.matches())
        {
            return new Stamp("time of day", secondOfDay(clock, 1) * NS_PER_S + nanos(clock.group(4)),
                clock.group(4) == null);
        }
        try
        {
            final Matcher iso = ISO.matcher(line);

            return iso.matches() ? iso(iso) : date(line);
        }
        catch (final DateTimeException ex)
        {
            return null;                                        // 31 February is no time
        }
    }

    /** Returns the interval that the head of watch names, ns; 0 if the line is none. */
    static long everyNs(final String line)
    {
        final Matcher every = EVERY.matcher(line);

        return every.matches() ? Long.parseLong(every.group(1)) * NS_PER_S + nanos(every.group(2)) : 0;
    }

    private static Stamp iso(final Matcher iso)
    {
        final LocalDateTime time = LocalDateTime.of(number(iso, 1), number(iso, 2), number(iso, 3), number(iso, 4),
            number(iso, 5), number(iso, 6));

        return stamp(time, nanos(iso.group(7)), iso.group(7) == null, iso.group(8) == null ? "" : iso.group(8));
    }

    /** Returns the time behind a day of the week, as date and watch write it in any order of its parts, or null. */
    private static Stamp date(final String line)
    {
        final Matcher behind = WEEKDAY.matcher(line);
        if (!behind.matches())
        {
            return null;
        }
        int month = 0;
        int day = 0;
        int year = 0;
        String half = "";
        String zone = "";
        Matcher clock = null;
        for (final String word : behind.group(1).strip().split("[ ,]+", -1))
        {
            final Matcher time = CLOCK.matcher(word);
            if (MONTHS.contains(word))
            {
                month = MONTHS.indexOf(word) + 1;
            }
            else if (time.matches())
            {
                clock = time;
            }
            else if (DAY.matcher(word).matches())
            {
                day = Integer.parseInt(word);
            }
            else if (YEAR.matcher(word).matches())
            {
                year = Integer.parseInt(word);
            }
            else if (HALVES.contains(word.toUpperCase(Locale.ROOT)))
            {
                half = word.toUpperCase(Locale.ROOT);
            }
            else if (ZONE.matcher(word).matches())
            {
                zone = word;
            }
            else
            {
                return null;
            }
        }
        if (month == 0 || clock == null || year == 0)
        {
            return null;
        }
        final LocalDateTime time = LocalDateTime.of(
            year, month, day, hour(number(clock, 1), half), number(clock, 2), number(clock, 3));

        return stamp(time, nanos(clock.group(4)), clock.group(4) == null, zone);
    }

    /** Returns an hour of 24. */
    private static int hour(final int shown, final String half)
    {
        return half.isEmpty() ? shown : shown % NOON + (half.equals("PM") ? NOON : 0);
    }

    /** Returns a time of a zone. An offset is taken off; the name of a zone stays the clock's. */
    private static Stamp stamp(final LocalDateTime time, final long nanos, final boolean isWhole, final String zone)
    {
        final Matcher offset = OFFSET.matcher(zone);
        long seconds = time.toEpochSecond(ZoneOffset.UTC);
        if (offset.matches())
        {
            final long off = number(offset, 2) * S_PER_HOUR + number(offset, 3) * S_PER_MINUTE;
            seconds -= offset.group(1).equals("-") ? -off : off;
        }
        final boolean isUtc = offset.matches() || zone.equals("Z") || zone.equals("UTC") || zone.equals("GMT");

        return new Stamp(isUtc ? "UTC" : zone.isEmpty() ? "local time" : zone, seconds * NS_PER_S + nanos,
            isWhole);
    }

    private static long secondOfDay(final Matcher clock, final int group)
    {
        return number(clock, group) * S_PER_HOUR + number(clock, group + 1) * S_PER_MINUTE + number(clock, group + 2);
    }

    private static int number(final Matcher matcher, final int group)
    {
        return Integer.parseInt(matcher.group(group));
    }

    /** Returns the ns of the digits of a fraction of a second; 0 for null. */
    private static long nanos(final String digits)
    {
        return digits == null ? 0 : Long.parseLong(digits + "0".repeat(FRACTION_DIGITS - digits.length()));
    }
}
