package org.gale.engine.storm.result;

import java.util.List;
import java.util.Map;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.latency.StallWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StallsTest
{
    private static final int CORES = 2;
    private static final long ENGINE = Integer.MAX_VALUE - 1;
    private static final long GENERATOR = Integer.MAX_VALUE;
    private static final long OTHERS = Integer.MAX_VALUE + 1L;

    @ParameterizedTest
    @CsvSource({
        "1000, 0, 0, 0, 0, ''",
        "1001, 0, 0, 0, 0, the engine waited for a core",
        "0, 1001, 0, 0, 0, the generator waited for a core",
        "0, 0, 100000, 0, 0, ''",
        "0, 0, 0, 2000, 0, ''",
        "0, 0, 0, 2001, 0, the hypervisor stole time",
        "0, 0, 0, 0, 1001, the control group was throttled"})
    void shouldNameTheHostWhenItTookMoreThanAHundredth(
        final long engineNs,
        final long generatorNs,
        final long helpersNs,
        final long stolenNs,
        final long throttledNs,
        final String reason)
    {
        final Stalls stalls = new Stalls(100_000, CORES, List.of(
            new Stalls.OfThread("engine", engineNs, 1), new Stalls.OfThread("generator", generatorNs, 1),
            new Stalls.OfThread(Stalls.HELPERS, helpersNs, 0)), stolenNs, throttledNs);

        assertEquals(reason.isEmpty() ? List.of() : List.of(reason), stalls.reasons());
        assertEquals(List.of(), stalls.missing());
    }

    @Test
    void shouldNotShowMoreThanTheCompletePartAsTheWaitOfOneThread()
    {
        final Stalls.OfThread engine = new Stalls.OfThread("engine", 1_370, 1);
        final Stalls.OfThread helpers = new Stalls.OfThread(Stalls.HELPERS, 1_370, 0);
        final Stalls stalls = new Stalls(1_000, CORES, List.of(engine, helpers), 0, 0);

        assertEquals(1, stalls.share(engine));
        assertEquals(1.37, stalls.share(helpers));
    }

    @Test
    void shouldNameSourcesThatAreMissing()
    {
        final Stalls stalls = watch(HostMeter.NONE).end(200);

        assertEquals(List.of("waits for a core", "stolen time", "throttled time"), stalls.missing());
        assertEquals(List.of(), stalls.reasons());
    }

    @Test
    void shouldMeasureItsOwnThreadsFromTheBeginToTheEnd()
    {
        final FakeHost host = new FakeHost();
        host.waits = Map.of(ENGINE, wait("gale-engine", 5), GENERATOR, wait("gale-generator", 6),
            OTHERS, wait("gale-engine", 900), OTHERS + 1, wait("gale-old", 7));
        host.stolenNs = 10;
        host.throttledNs = 20;
        final StallWatch watch = watch(host);
        host.waits = Map.of(ENGINE, wait("gale-engine", 15), GENERATOR, wait("gale-generator", 26),
            OTHERS, wait("gale-engine", 2_000), OTHERS + 1, wait("gale-old", 37), OTHERS + 2, wait("gale-new", 1));
        host.stolenNs = 110;
        host.throttledNs = 220;

        final Stalls stalls = watch.end(1_100);

        assertEquals(new Stalls(1_000, CORES, List.of(
            new Stalls.OfThread("engine", 10, 0), new Stalls.OfThread("generator", 20, 0),
            new Stalls.OfThread(Stalls.HELPERS, 31, 0)), 100, 200), stalls);
    }

    @Test
    void shouldMeasureNothingBeforeItBegins()
    {
        assertEquals(Stalls.NONE, new StallWatch(
            new FakeHost(), CORES, new CycleWatch(HostMeter.NONE), new CycleWatch(HostMeter.NONE)).end(7));
    }

    private static HostMeter.ThreadWait wait(final String name, final long waitNs)
    {
        return new HostMeter.ThreadWait(name, waitNs);
    }

    private static StallWatch watch(final HostMeter host)
    {
        final StallWatch watch =
            new StallWatch(host, CORES, new CycleWatch(HostMeter.NONE), new CycleWatch(HostMeter.NONE));
        watch.begin(100, ENGINE, GENERATOR);

        return watch;
    }

    private static final class FakeHost implements HostMeter
    {
        private Map<Long, ThreadWait> waits = Map.of();
        private long stolenNs;
        private long throttledNs;

        @Override
        public long compilerNs()
        {
            return MISSING;
        }

        @Override
        public long compilerCpuNs()
        {
            return MISSING;
        }

        @Override
        public long threadCpuNs()
        {
            return MISSING;
        }

        @Override
        public long stolenNs()
        {
            return stolenNs;
        }

        @Override
        public long throttledNs()
        {
            return throttledNs;
        }

        @Override
        public Map<Long, ThreadWait> waits()
        {
            return waits;
        }
    }
}
