package org.gale.engine.storm.latency;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineQueries;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A recorder that watches a machine which only says how interrupts arrived. */
class RouteLatenciesTest
{
    private static final Topology TOPOLOGY = Topology.of(Storms.small(1), 8192);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 1, clock);
    private final Map<String, Route> arrivals = new HashMap<>();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);
    private final Outputs outputs = new Outputs();
    private final Ledger ledger = new Ledger();
    private Runnable translated;

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @Test
    void shouldCountEachInterruptForTheRouteOnWhichItArrived()
    {
        recorder.watch(machine(direct()));
        arrivals.put("0 8199", Route.FORWARDED);
        arrivals.put("1 8201", Route.IN_TRANSITION);
        run(0, 7, 1_500);
        run(1, 9, 1_900);
        run(1, 9, 1_700);

        assertEquals(Map.of("direct", "0 of 0", "forwarded", "1 of 500", "transition", "2 of 900"), counts());
        recorder.begin(2_000);
        assertEquals(Map.of("direct", "0 of 0", "forwarded", "0 of 0", "transition", "0 of 0"), counts());
    }

    @Test
    void shouldHaveNoRoutesOfAMachineWithoutThem()
    {
        recorder.watch(machine(proxy(InterruptQueries.class)));
        run(0, 7, 1_500);

        assertEquals(Map.of(), byRoute());
        assertEquals(1, recorder.responses().histograms().response().getTotalCount());
    }

    @Test
    void shouldReadTheClockWhenTheMachineHasTranslated()
    {
        recorder.watch(machine(direct()));
        arrivals.put("0 8199", Route.DIRECT);
        run(0, 7, 1_500);

        assertEquals(80, recorder.responses().histograms().stages().get("translated").getMaxValue());
        assertEquals(160, recorder.responses().histograms().stages().get("signalled").getMaxValue());
    }

    /** Takes an event that is intended at 1,000 ns from its drain to its acknowledge. */
    private void run(final int vm, final int lpi, final long nowNs)
    {
        final int end = Commands.time(frame, 0, 1_000, 1_000);
        frame.putLong(end, Commands.msi(TOPOLOGY.deviceOfLpi(vm, lpi), TOPOLOGY.eventOfLpi(vm, lpi), 0));
        recorder.drained(frame, 0, end + Long.BYTES, 1_070);
        clock.update(1_150);
        translated.run();
        ledger.account(false).event(8192 + lpi);
        recorder.raised(1_310);
        ledger.account(false).acknowledged(8192 + lpi, false);
        outputs.acknowledged(vm * TOPOLOGY.vpes(0), Intid.of(Intid.TYPE_LPI, 8192 + lpi));
        recorder.applied(outputs, nowNs);
        outputs.clear();
    }

    private Map<String, Histogram> byRoute()
    {
        return recorder.responses().latencies(0, null, outlier -> null, null).responseByRoute();
    }

    /** Returns the number of responses and the largest one of each route. */
    private Map<String, String> counts()
    {
        final Map<String, String> counts = new TreeMap<>();
        byRoute().forEach((route, histogram) ->
            counts.put(route, histogram.getTotalCount() + " of " + histogram.getMaxValue()));

        return counts;
    }

    private Machine machine(final MachineQueries queries)
    {
        return (Machine)Proxy.newProxyInstance(
            Machine.class.getClassLoader(), new Class<?>[]{Machine.class}, (proxy, method, arguments) ->
            {
                if (method.getName().equals("onTranslated"))
                {
                    translated = (Runnable)arguments[0];

                    return null;
                }
                assertTrue(List.of("queries", "accounts", "outputs", "functions").contains(method.getName()),
                    method.getName());

                return switch (method.getName())
                {
                    case "queries" -> queries;
                    case "outputs" -> outputs;
                    case "functions" -> null;
                    default -> accounts();
                };
            });
    }

    /** Returns accounts with one ledger for all VMs. */
    private Accounts accounts()
    {
        return (Accounts)Proxy.newProxyInstance(Accounts.class.getClassLoader(), new Class<?>[]{Accounts.class},
            (proxy, method, arguments) -> method.getName().equals("ledger") ? ledger : 0);
    }

    private DirectQueries direct()
    {
        return (DirectQueries)Proxy.newProxyInstance(DirectQueries.class.getClassLoader(),
            new Class<?>[]{DirectQueries.class}, (proxy, method, arguments) ->
            {
                assertEquals("arrival", method.getName());

                return arrivals.get(arguments[0] + " " + arguments[1]);
            });
    }

    private static MachineQueries proxy(final Class<? extends MachineQueries> kind)
    {
        return (MachineQueries)Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[]{kind},
            (proxy, method, arguments) ->
            {
                throw new AssertionError(method.getName());
            });
    }
}
