package org.gale.engine.storm.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.VcpuNames;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the policies that choose direct vCPUs, on a host of two small VMs, a large one and one of one vCPU. */
class VpeidPolicyTest
{
    private static final List<DeviceShape> DEVICES =
        HostShape.alike(1, 1, 1, 4, new ClosedStream(1)).groups().get(0).devices();
    private static final HostShape HOST = new HostShape(List.of(new VmShape("web", 2, 2, DEVICES),
        new VmShape("db", 1, 3, DEVICES), new VmShape("one", 1, 1, DEVICES)), HostShape.Order.GROUP, List.of());
    /** By VM: 5, 20, 20 and 12. */
    private static final VcpuLoads LOADS = new VcpuLoads(HOST, Map.of("web0.0", 10L, "web1.0", 10L, "web1.1", 30L,
        "db0.0", 60L, "one0.0", 12L));
    private static final BootOrder LISTED = BootOrder.listed(HOST);
    private static final BootOrder DB_FIRST = new BootOrder("db first", List.of(2, 0, 3, 1));

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = ';', value = {
        "NONE; 8; []",
        "VM_BY_BOOT; 1; [one0.0]", "VM_BY_BOOT; 2; [web0.0, web0.1]", "VM_BY_BOOT; 3; [web0.0, web0.1, one0.0]",
        "VM_BY_BOOT; 4; [web0.0, web0.1, web1.0, web1.1]",
        "VM_BY_LOAD; 1; [one0.0]", "VM_BY_LOAD; 2; [web1.0, web1.1]", "VM_BY_LOAD; 4; [web1.0, web1.1, one0.0]",
        "VM_BY_LOAD; 5; [web1.0, web1.1, db0.0, db0.1, db0.2]",
        "VCPU_BY_BOOT; 1; [web0.0]", "VCPU_BY_BOOT; 5; [web0.0, web0.1, web1.0, web1.1, db0.0]",
        "VCPU_BY_LOAD; 1; [db0.0]", "VCPU_BY_LOAD; 2; [web1.1, db0.0]",
        "VCPU_BY_LOAD; 4; [web0.0, web1.1, db0.0, one0.0]",
        "VCPU_BY_LOAD; 5; [web0.0, web1.0, web1.1, db0.0, one0.0]"})
    void shouldChooseInTheOrderOfTheJob(final VpeidPolicy policy, final int pool, final String names)
    {
        assertEquals(names, policy.vcpus(HOST, LISTED, LOADS, pool).text());
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = ';', value = {
        "VM_BY_BOOT; 4; [db0.0, db0.1, db0.2, one0.0]", "VM_BY_LOAD; 4; [db0.0, db0.1, db0.2, one0.0]",
        "VCPU_BY_BOOT; 4; [web0.0, db0.0, db0.1, db0.2]", "VCPU_BY_LOAD; 2; [web1.1, db0.0]"})
    void shouldChooseInAnotherOrderAndTakeEqualLoadsInIt(
        final VpeidPolicy policy, final int pool, final String names)
    {
        assertEquals(names, policy.vcpus(HOST, DB_FIRST, LOADS, pool).text());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldChooseAllWhereThePoolHasAsMany(final VpeidPolicy policy)
    {
        assertEquals(VpeidPolicy.all(HOST), policy.vcpus(HOST, BootOrder.drawn(HOST, 7), LOADS, 8));
        assertEquals(0, policy.vcpus(HOST, LISTED, LOADS, 0).all().size());
    }

    @ParameterizedTest
    @CsvSource({"VM_BY_LOAD, 2", "VM_BY_LOAD, 5", "VCPU_BY_LOAD, 2", "VCPU_BY_LOAD, 5", "NONE, 8"})
    void shouldChooseByLoadWhateverTheFileListsFirst(final VpeidPolicy policy, final int pool)
    {
        final List<VmShape> groups = new ArrayList<>(HOST.groups());
        Collections.reverse(groups);
        final HostShape other = new HostShape(groups, HostShape.Order.GROUP, List.of());
        final Map<String, Long> taken = Map.of("web0.0", 10L, "web0.1", 9L, "web1.0", 11L, "web1.1", 30L, "db0.0", 60L,
            "one0.0", 12L);

        final VcpuNames loudLast =
            policy.vcpus(other, BootOrder.listed(other), new VcpuLoads(other, taken), pool);

        assertEquals(Set.copyOf(policy.vcpus(HOST, LISTED, new VcpuLoads(HOST, taken), pool).all()),
            Set.copyOf(loudLast.all()));
    }

    @Test
    void shouldOrderVmsByTheirLoad()
    {
        assertEquals(List.of(0, 1, 2, 3), LISTED.vms());
        assertEquals(List.of(1, 2, 3, 0), BootOrder.loudestFirst(HOST, LOADS).vms());
        assertEquals(List.of(0, 3, 1, 2), BootOrder.quietestFirst(HOST, LOADS).vms());
    }

    @Test
    void shouldDrawEachPermutationFromItsSeed()
    {
        final List<List<Integer>> drawn = IntStream.range(0, 400)
            .mapToObj(seed -> BootOrder.drawn(HOST, seed).vms()).toList();

        assertEquals(24, drawn.stream().distinct().count());
        assertEquals(BootOrder.drawn(HOST, 3), BootOrder.drawn(HOST, 3));
        assertNotEquals(drawn.get(0), drawn.get(1));
    }
}
