package org.gale.engine.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.DirectQueries.VcpuState;
import org.gale.engine.machine.DirectQueries.VpeState;
import org.gale.engine.machine.Machine;

/**
 * vCPU of a GICv4 host, or a field of it: {@code vm0.vcpu1.state}. The fields are those of {@code inspect vpe}.
 *
 * @param vm    number of the VM
 * @param vcpu  index of the vCPU
 * @param field name of the field, or an empty text for all
 */
record WatchedVcpu(int vm, int vcpu, String field) implements WatchedField
{
    private static final String NONE = "none";
    private static final Map<String, Function<VcpuState, String>> VALUES = values();

    /** Names of the fields. */
    static final List<String> FIELDS = List.copyOf(VALUES.keySet());

    @Override
    public void check(final Machine machine)
    {
        if (!(machine.queries() instanceof DirectQueries queries))
        {
            throw new IllegalArgumentException("'vm" + vm + ".vcpu" + vcpu + "': this machine is no GICv4 host " +
                "(there are vm0.lpi8193, lpi5, spi7 and pe0.virq)");
        }
        if (vm < queries.vmCount() && vcpu >= queries.vcpuCount(vm))
        {
            throw new IllegalArgumentException(absence(machine));
        }
    }

    @Override
    public String value(final Machine machine)
    {
        if (!isThere(machine))
        {
            return WatchedInterrupt.UNREACHABLE;
        }
        final VcpuState state = DirectQueries.of(machine).vcpu(vm, vcpu);
        if (!field.isEmpty())
        {
            return VALUES.get(field).apply(state);
        }
        final StringJoiner all = new StringJoiner(" ");
        VALUES.forEach((name, value) -> all.add(name + '=' + value.apply(state)));

        return all.toString();
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        final DirectQueries queries = DirectQueries.of(machine);

        return vm < queries.vmCount() && vcpu < queries.vcpuCount(vm);
    }

    @Override
    public String absence(final Machine machine)
    {
        final DirectQueries queries = DirectQueries.of(machine);
        if (vm >= queries.vmCount())
        {
            return noVm(vm, queries);
        }
        final int count = queries.vcpuCount(vm);

        return "no vCPU " + vcpu + ": VM " + vm + " has " + (count == 1 ? "vCPU 0" : "vCPUs 0 to " + (count - 1));
    }

    /** Returns a clause that says which VMs a host has. */
    static String noVm(final int vm, final DirectQueries queries)
    {
        final int count = queries.vmCount();

        return "no VM " + vm + ": " + (count == 0 ? "there is none" :
            count == 1 ? "there is VM 0" : "there are VMs 0 to " + (count - 1));
    }

    private static Map<String, Function<VcpuState, String>> values()
    {
        final Map<String, Function<VcpuState, String>> values = new LinkedHashMap<>();
        values.put("state", VcpuState::state);
        values.put("cpu", vcpu -> number(vcpu.cpu()));
        values.put("held", vcpu -> bit(vcpu.isHeld()));
        values.put("blocked", vcpu -> bit(vcpu.isBlocked()));
        values.put("woken", vcpu -> bit(vcpu.isWoken()));
        values.put("vpe", vcpu -> ofVpe(vcpu, vpe -> number(vpe.vpeId())));
        values.put("mapped", vcpu -> ofVpe(vcpu, vpe -> bit(vpe.isMapped())));
        values.put("resident", vcpu -> ofVpe(vcpu, vpe -> number(vpe.residentCpu())));
        values.put("pending_last", vcpu -> ofVpe(vcpu, vpe -> bit(vpe.isPendingLast())));
        values.put("vlpis", vcpu -> ofVpe(vcpu, vpe -> number(vpe.vlpiCount())));

        return values;
    }

    private static String ofVpe(final VcpuState vcpu, final Function<VpeState, String> value)
    {
        return vcpu.vpe() == null ? NONE : value.apply(vcpu.vpe());
    }

    /** Returns a number as people read it. */
    static String number(final int value)
    {
        return value == DirectQueries.NONE ? NONE : Integer.toString(value);
    }

    /** Returns a flag as people read it. */
    static String bit(final boolean value)
    {
        return value ? "1" : "0";
    }
}
