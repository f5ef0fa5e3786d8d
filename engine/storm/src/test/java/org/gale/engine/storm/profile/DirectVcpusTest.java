package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Tests of the vCPUs that are direct when a storm begins, by their numbers over all VMs. Group {@code loud} is a VM of
 * the vCPUs 0 to 3, with 180 events a second. Group {@code quiet} is two VMs of the vCPUs 4 to 7, with 100 each: more
 * for a vCPU.
 */
class DirectVcpusTest
{
    private static final VmShape LOUD =
        new VmShape("loud", 1, 4, List.of(device("nic", 100), device("disk", 80)));
    private static final VmShape QUIET = new VmShape("quiet", 2, 2, List.of(device("disk", 100)));
    private static final Topology TOPOLOGY = topology(LOUD, QUIET);

    @ParameterizedTest(name = "{0}")
    @CsvSource({"policy=per-vcpu, 0 2 4 6", "vpeid_bits=1, 0 2 4 6", "policy=all-or-nothing, ''"})
    void shouldHaveEverySecondVcpuDirectOnTheWallClock(final String keys, final String expected)
    {
        assertEquals(expected, direct(TOPOLOGY, keys, false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"policy=first-come vpeid_bits=1, 0 1", "policy=first-come vpeid_bits=2, 0 1 2 3",
        "policy=first-come vpeid_bits=3, 0 1 2 3 4 5 6 7", "policy=first-come, 0 1 2 3 4 5 6 7",
        "policy=none, ''", "policy=all-or-nothing, ''"})
    void shouldGiveThePoolInTheOrderOfTheVms(final String keys, final String expected)
    {
        assertEquals(expected, direct(TOPOLOGY, keys, true));
    }

    /** Rates count for a vCPU: 45 of the group that has 180, and 50 of the other one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"vpeid_bits=1, 4 5", "vpeid_bits=2, 4 5 6 7", "vpeid_bits=3, 0 1 2 3 4 5 6 7",
        "vpeid_bits=1 direct=loud, 0 1", "vpeid_bits=2 direct=loud, 0 1 2 3", "vpeid_bits=1 direct=quiet, 4 5"})
    void shouldGiveThePoolToTheVcpusWithTheHighestRate(final String keys, final String expected)
    {
        assertEquals(expected, direct(TOPOLOGY, keys, true));
    }

    /** vCPUs 0 and 1 have the lowest rate, 2 and 3 the middle one, 4 and 5 the highest. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"vpeid_bits=1, 4 5", "vpeid_bits=2, 2 3 4 5", "'vpeid_bits=1 direct=b,a', 2 3",
        "'vpeid_bits=2 direct=b,a', 0 1 2 3", "'vpeid_bits=1 direct=a,b', 0 1", "vpeid_bits=2 direct=a, 0 1 4 5"})
    void shouldPutTheNamedGroupsFirstInTheirOrder(final String keys, final String expected)
    {
        final Topology topology = topology(new VmShape("a", 1, 2, List.of(device("nic", 10))),
            new VmShape("b", 1, 2, List.of(device("nic", 20))), new VmShape("c", 1, 2, List.of(device("nic", 30))));

        assertEquals(expected, direct(topology, keys, true));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"'vcpus=loud0.3,quiet1.0', 3 6", "'vcpus=[]', ''", "'vcpus=quiet0.1 vpeids=1', 5",
        "policy=first-come vpeids=3, 0 1 2", "vpeids=5, 0 4 5 6 7"})
    void shouldTakeAListInPlaceOfRatesAndAPoolOfAnyNumber(final String keys, final String expected)
    {
        assertEquals(expected, direct(TOPOLOGY, keys, true));
    }

    @Test
    void shouldPutAClosedLoopBeforeAnyRate()
    {
        final Topology topology = topology(new VmShape("open", 1, 1, List.of(device("nic", 1e9))),
            new VmShape("closed", 1, 2, List.of(HostShapes.device("nic", 1, 1))));

        assertEquals("1 2", direct(topology, "vpeid_bits=1", true));
    }

    private static String direct(final Topology topology, final String keys, final boolean isVirtual)
    {
        final boolean[] first = new DirectVcpus(topology, OwnSettings.of(keys), isVirtual).first();
        assertEquals(topology.totalVpes(), first.length);

        return IntStream.range(0, first.length).filter(vcpu -> first[vcpu]).mapToObj(Integer::toString)
            .collect(Collectors.joining(" "));
    }

    private static Topology topology(final VmShape... groups)
    {
        return Topology.of(HostShapes.config(List.of(groups)));
    }

    private static DeviceShape device(final String name, final double ratePerS)
    {
        return new DeviceShape(name, 1, 4, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new OpenStream(ratePerS, false));
    }
}
