package org.gale.engine.trace.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.trace.TraceEvents;
import org.gale.engine.trace.TraceVector;
import org.gale.engine.trace.TraceVector.Kind;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Import of texts that say when handlers began and ended. Each entry is an event; its exit gives the service time. */
public final class HandlerImport
{
    private static final int VECTOR_LIMIT = 65_536;
    private static final int NESTING_LIMIT = 64;
    private static final String ENTRY = "_entry";
    private static final String EXIT = "_exit";
    private static final String HANDLER = "irq_handler";
    private static final Pattern ARGUMENTS = Pattern.compile("irq=(\\d{1,9})(?: name=(.{1,200}))?.*");
    private static final Pattern LOST = Pattern.compile("CPU:(\\d{1,4}) \\[LOST .*EVENTS\\]");
    private static final Set<String> IPIS =
        Set.of("reschedule", "call_function", "call_function_single", "irq_work", "x86_platform_ipi", "ipi");
    private static final Set<String> TIMERS = Set.of("local_timer", "arch_timer", "hv_stimer0");

    private final ImportCounts counts = new ImportCounts();
    private final TraceEvents events = new TraceEvents();
    private final List<TraceVector> vectors = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<Integer, Integer> lastCpus = new HashMap<>();
    private final Map<String, String> devices = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Integer, Deque<Open>> openOfCpus = new HashMap<>();
    private final HandlerLine line = new HandlerLine();
    private long lastNs;

    private record Open(String key, int event)
    {
    }

    /** Reads a text to its end; what is open there has no exit. */
    public void read(final InputStream in, final String name) throws IOException
    {
        final TextLines text = new TextLines(in, name);
        while (text.next())
        {
            if (text.length() > 0 && text.bytes()[0] != '#')
            {
                read(text);
            }
        }
        openOfCpus.values().forEach(open -> drop(open, text));
    }

    /** Returns the events so far. */
    public TraceEvents events()
    {
        return events;
    }

    /** Returns the vectors so far, in the order of their first events. */
    public List<TraceVector> vectors()
    {
        return List.copyOf(vectors);
    }

    /** Returns what the rules met. */
    public ImportCounts counts()
    {
        return counts;
    }

    private void read(final TextLines text)
    {
        if (text.isCut() || !line.parse(text.bytes(), text.length()))
        {
            readOther(text);

            return;
        }
        final String event = line.event();
        final boolean isEntry = event.endsWith(ENTRY);
        final String stem = isEntry ? event.substring(0, event.length() - ENTRY.length()) :
            event.endsWith(EXIT) ? event.substring(0, event.length() - EXIT.length()) : "";
        final Matcher handler = ARGUMENTS.matcher(stem.equals(HANDLER) ? line.arguments() : "");
        if (stem.equals(HANDLER) && (!handler.matches() || (isEntry && handler.group(2) == null)))
        {
            counts.add(ImportCounts.Rule.NOT_UNDERSTOOD, text);
        }
        else if (stem.equals(HANDLER))
        {
            read(isEntry, handler.group(1), handler.group(2), text);
        }
        else if (!stem.isEmpty() && (IPIS.contains(stem) || line.arguments().startsWith("vector=")))
        {
            read(isEntry, stem, stem, text);
        }
        else
        {
            counts.add(ImportCounts.Rule.OTHER_EVENT, text);
        }
    }

    /** Counts a line without an event; one of lost events ends what is open on its CPU. */
    private void readOther(final TextLines text)
    {
        final Matcher lost = LOST.matcher(new String(
            text.bytes(), 0, Math.min(text.length(), 100), ISO_8859_1).strip());
        if (lost.matches())
        {
            counts.add(ImportCounts.Rule.LOST_EVENTS, text);
            drop(open(Integer.parseInt(lost.group(1))), text);
        }
        else
        {
            counts.add(ImportCounts.Rule.NOT_UNDERSTOOD, text);
        }
    }

    private void read(final boolean isEntry, final String key, final String name, final TextLines text)
    {
        if (line.timeNs() < lastNs)
        {
            counts.add(ImportCounts.Rule.TIME_BACK, text);
        }
        lastNs = line.timeNs();
        final Deque<Open> open = open(line.cpu());
        if (!isEntry)
        {
            exit(open, key, text);

            return;
        }
        final int vector = vector(key, name, text);
        if (vector < 0)
        {
            counts.add(ImportCounts.Rule.NOT_UNDERSTOOD, text);

            return;
        }
        if (open.removeIf(handler -> handler.key().equals(key)))
        {
            counts.add(ImportCounts.Rule.ENTRY_WITHOUT_EXIT, text);
        }
        if (!open.isEmpty())
        {
            counts.add(ImportCounts.Rule.NESTED, text);
        }
        if (open.size() == NESTING_LIMIT)
        {
            open.removeLast();
            counts.add(ImportCounts.Rule.ENTRY_WITHOUT_EXIT, text);
        }
        open.push(new Open(key, events.add(line.timeNs(), vector, line.cpu())));
        final Integer lastCpu = lastCpus.put(vector, line.cpu());
        if (lastCpu != null && lastCpu.intValue() != line.cpu() && vectors.get(vector).kind() == Kind.MSI)
        {
            counts.add(ImportCounts.Rule.CHANGED_CPU, text);
        }
    }

    private void exit(final Deque<Open> open, final String key, final TextLines text)
    {
        for (final Iterator<Open> handlers = open.iterator(); handlers.hasNext();)
        {
            final Open handler = handlers.next();
            if (handler.key().equals(key))
            {
                handlers.remove();
                if (line.timeNs() >= events.timeNs(handler.event()))
                {
                    events.serve(handler.event(), line.timeNs() - events.timeNs(handler.event()));
                }

                return;
            }
        }
        counts.add(ImportCounts.Rule.EXIT_WITHOUT_ENTRY, text);
    }

    private void drop(final Deque<Open> open, final TextLines text)
    {
        open.forEach(handler -> counts.add(ImportCounts.Rule.ENTRY_WITHOUT_EXIT, text));
        open.clear();
    }

    private Deque<Open> open(final int cpu)
    {
        return openOfCpus.computeIfAbsent(cpu, key -> new ArrayDeque<>());
    }

    /** Returns the index of a vector, or -1 if there are too many. */
    private int vector(final String key, final String name, final TextLines text)
    {
        final String both = key + ' ' + name;
        final Integer known = indexes.get(both);
        if (known != null || vectors.size() == VECTOR_LIMIT)
        {
            return known == null ? -1 : known;
        }
        final String device = devices.putIfAbsent(key, name);
        if (device != null)
        {
            counts.add(ImportCounts.Rule.SHARED_VECTOR, text);
        }
        final String unique = names.add(name) ? name : name + '@' + key;
        indexes.put(both, vectors.size());
        vectors.add(new TraceVector(unique, kind(key, name)));

        return vectors.size() - 1;
    }

    private static Kind kind(final String key, final String name)
    {
        return TIMERS.contains(name) ? Kind.TIMER : IPIS.contains(name) ? Kind.IPI :
            Character.isDigit(key.charAt(0)) ? Kind.MSI : Kind.OTHER;
    }
}
