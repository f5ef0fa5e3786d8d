package org.gale.engine.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Functions, eventfds and level pins as a test follows them from lines of the protocol. It names no class of the
 * engine, and has the fields of watches by their names.
 */
public final class PlainMonitor
{
    private final Map<Integer, Function> functions = new TreeMap<>();
    private final Map<Integer, Eventfd> eventfds = new TreeMap<>();

    private static final class Function
    {
        private final long bar;
        private final Vector[] vectors;
        private boolean isEnabled;
        private boolean isMasked;

        Function(final int count, final long bar)
        {
            this.bar = bar;
            this.vectors = new Vector[count];
            for (int i = 0; i < count; i++)
            {
                vectors[i] = new Vector(this);
            }
        }
    }

    private static final class Vector
    {
        private final Function function;
        private long address;
        private long data;
        private boolean isMasked = true;
        private boolean isPending;
        private Eventfd eventfd;

        Vector(final Function function)
        {
            this.function = function;
        }

        void trigger()
        {
            if (!function.isEnabled)
            {
                return;
            }
            if (eventfd != null)
            {
                eventfd.count = 1;
            }
            else
            {
                isPending = true;
            }
            leave();
        }

        void leave()
        {
            if (function.isEnabled && !function.isMasked && !isMasked && (eventfd == null || eventfd.isRouted))
            {
                clear();
            }
        }

        void clear()
        {
            isPending = false;
            if (eventfd != null)
            {
                eventfd.count = 0;
            }
        }

        int held()
        {
            return (isPending ? 1 : 0) + (eventfd == null ? 0 : eventfd.count);
        }
    }

    /** Eventfd of a vector, or of a level pin, which has the other fields. */
    private static final class Eventfd
    {
        private int function;
        private int index;
        private Vector vector;
        private int spi;
        private int count;
        private boolean isRouted;
        private boolean isTaken;
        private boolean isHigh;
        private boolean isRaised;

        void level(final boolean high)
        {
            final boolean isRise = high && !isHigh;
            isHigh = high;
            if (isRise && isRouted)
            {
                isRaised = true;
            }
            else if (isRise)
            {
                count = 1;
            }
        }

        void route()
        {
            isRouted = true;
            if (vector != null)
            {
                vector.leave();
                return;
            }
            isRaised |= count > 0 || isTaken || isHigh;
            count = 0;
            isTaken = false;
        }

        void consume()
        {
            if (count > 0 && vector != null)
            {
                vector.isPending = true;
            }
            isTaken |= count > 0 && vector == null;
            count = 0;
        }
    }

    /** Follows a line that was answered OK. */
    public void follow(final String line)
    {
        final String[] words = line.split(" ", -1);
        switch (words[0])
        {
            case "msix" -> msix(words);
            case "irqfd" -> irqfd(words);
            default -> store(number(words[1]), number(words[2]), words[0].endsWith("q"));
        }
    }

    private void msix(final String... words)
    {
        final int number = Integer.parseInt(words[2]);
        final Function function = functions.get(number);
        switch (words[1])
        {
            case "create" -> functions.put(number, new Function(Integer.parseInt(value(words, "vectors")),
                number(value(words, "bar"))));
            case "control" ->
            {
                function.isEnabled = isSet(words, "enable", function.isEnabled);
                function.isMasked = isSet(words, "mask", function.isMasked);
                for (final Vector vector : function.vectors)
                {
                    vector.leave();
                }
            }
            case "trigger" -> function.vectors[Integer.parseInt(words[3])].trigger();
            case "reset" ->
            {
                function.isEnabled = false;
                function.isMasked = false;
                for (final Vector vector : function.vectors)
                {
                    vector.clear();
                    vector.address = 0;
                    vector.data = 0;
                    vector.isMasked = true;
                }
            }
            default ->
            {
                for (final Vector vector : function.vectors)
                {
                    vector.clear();
                }
            }
        }
    }

    private void irqfd(final String... words)
    {
        final int number = Integer.parseInt(words[2]);
        final Eventfd eventfd = eventfds.computeIfAbsent(number, key -> new Eventfd());
        switch (words[1])
        {
            case "add" ->
            {
                if (words[3].equals("spi"))
                {
                    eventfd.spi = Integer.parseInt(words[4]);
                }
                else
                {
                    eventfd.function = Integer.parseInt(words[3]);
                    eventfd.index = Integer.parseInt(words[4]);
                    eventfd.vector = functions.get(eventfd.function).vectors[eventfd.index];
                    eventfd.vector.eventfd = eventfd;
                }
            }
            case "route" -> eventfd.route();
            case "drop" ->
            {
                eventfd.isRouted = false;
                eventfd.isRaised = false;
            }
            case "signal" ->
            {
                if (eventfd.vector == null)
                {
                    eventfd.level(words[3].equals("1"));
                }
                else
                {
                    eventfd.vector.trigger();
                }
            }
            default ->
            {
                eventfd.consume();
                if (eventfd.vector != null)
                {
                    eventfd.vector.leave();
                }
            }
        }
    }

    private void store(final long address, final long value, final boolean isWide)
    {
        for (final Function function : functions.values())
        {
            final long offset = address - function.bar;
            if (offset >= 0 && offset < function.vectors.length * 16L)
            {
                final Vector vector = function.vectors[(int)offset / 16];
                if (offset % 16 == 0 && isWide)
                {
                    vector.address = value;
                }
                else if (offset % 16 == 8)
                {
                    vector.data = value & 0xffff_ffffL;
                }
                if (offset % 16 == 12 || (offset % 16 == 8 && isWide))
                {
                    vector.isMasked = (offset % 16 == 12 ? value : value >>> 32) % 2 == 1;
                    vector.leave();
                }
            }
        }
    }

    /** Returns each field of each subject that there is, with its value as a watch shows it. */
    public Map<String, String> fields()
    {
        final Map<String, String> fields = new LinkedHashMap<>();
        functions.forEach((number, function) ->
        {
            final String name = "function" + number + '.';
            for (int i = 0; i < function.vectors.length; i++)
            {
                vector(fields, name + "vector" + i + '.', function.vectors[i]);
            }
            function(fields, name, number, function);
        });
        eventfds.forEach((number, eventfd) -> eventfd(fields, "eventfd" + number + '.', eventfd));

        return fields;
    }

    /** Returns the value of a field, {@code unreachable} if there is no such subject. */
    public String value(final String field)
    {
        final Map<String, String> fields = new LinkedHashMap<>();
        final String subject = field.substring(0, field.lastIndexOf('.') + 1);
        final String[] parts = subject.split("[.]", -1);
        final int number = Integer.parseInt(parts[0].replaceAll("[a-z]+", ""));
        final Function function = parts[0].startsWith("function") ? functions.get(number) : null;
        final Eventfd eventfd = parts[0].startsWith("eventfd") ? eventfds.get(number) : null;
        if (function != null && parts.length == 2)
        {
            function(fields, subject, number, function);
        }
        else if (function != null)
        {
            vector(fields, subject, function.vectors[Integer.parseInt(parts[1].replace("vector", ""))]);
        }
        else if (eventfd != null)
        {
            eventfd(fields, subject, eventfd);
        }

        return fields.getOrDefault(field, "unreachable");
    }

    private static void function(
        final Map<String, String> fields, final String name, final int number, final Function function)
    {
        int held = 0;
        for (final Vector vector : function.vectors)
        {
            held += vector.held();
        }
        fields.put(name + "deviceid", Integer.toString(number));
        fields.put(name + "bar", "0x" + Long.toHexString(function.bar));
        fields.put(name + "vectors", Integer.toString(function.vectors.length));
        fields.put(name + "enabled", bit(function.isEnabled));
        fields.put(name + "masked", bit(function.isMasked));
        fields.put(name + "held", Integer.toString(held));
    }

    private static void vector(final Map<String, String> fields, final String name, final Vector vector)
    {
        fields.put(name + "address", "0x" + Long.toHexString(vector.address));
        fields.put(name + "data", "0x" + Long.toHexString(vector.data));
        fields.put(name + "masked", bit(vector.isMasked));
        fields.put(name + "mask", bit(vector.isMasked));
        fields.put(name + "pending", bit(vector.isPending));
        fields.put(name + "eventfd", vector.eventfd == null ? "none" : Integer.toString(vector.eventfd.count));
        fields.put(name + "signalled", vector.eventfd == null ? "none" : Integer.toString(vector.eventfd.count));
        fields.put(name + "route", vector.eventfd == null ? "none" : bit(vector.eventfd.isRouted));
        fields.put(name + "held", bit(vector.held() > 0));
        fields.put(name + "owed", bit(vector.held() > 0));
    }

    private static void eventfd(final Map<String, String> fields, final String name, final Eventfd eventfd)
    {
        final boolean isPin = eventfd.vector == null;
        fields.put(name + "function", isPin ? "none" : Integer.toString(eventfd.function));
        fields.put(name + "vector", isPin ? "none" : Integer.toString(eventfd.index));
        fields.put(name + "spi", isPin ? Integer.toString(eventfd.spi) : "none");
        fields.put(name + "count", Integer.toString(eventfd.count));
        fields.put(name + "route", bit(eventfd.isRouted));
        fields.put(name + "owed", bit(eventfd.count > 0 || eventfd.isTaken));
        fields.put(name + "taken", isPin ? bit(eventfd.isTaken) : "none");
        fields.put(name + "line", isPin ? bit(eventfd.isHigh) : "none");
        fields.put(name + "raised", isPin ? bit(eventfd.isRaised) : "none");
    }


    private static boolean isSet(final String[] words, final String key, final boolean before)
    {
        final String value = value(words, key);

        return (value == null || value.equals("2")) ? before : value.equals("1");
    }

    /** Returns the value of a key, or null. */
    private static String value(final String[] words, final String key)
    {
        for (final String word : words)
        {
            if (word.startsWith(key + '='))
            {
                return word.substring(key.length() + 1);
            }
        }

        return null;
    }

    private static long number(final String text)
    {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }

    private static String bit(final boolean isSet)
    {
        return isSet ? "1" : "0";
    }
}
