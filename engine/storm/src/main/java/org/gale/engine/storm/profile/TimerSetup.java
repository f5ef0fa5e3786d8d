package org.gale.engine.storm.profile;

import org.gale.engine.command.Commands;
import org.gale.engine.software.Cpu;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.register.PpiPriorityr;
import org.gale.tables.register.SystemRegister;

/** Set-up of the timers of guests, in commands. Owned by the thread of the generator. */
final class TimerSetup
{
    private static final int EL2 = 2;
    private static final long TIMER = 1L << PrivateTimers.PPI;

    private final Topology topology;
    private final PrivateTimers timers;
    private final Cpu cpu;

    /** Makes the set-up of the timers of a storm, of which there may be none. */
    public TimerSetup(final Topology topology, final Cpu cpu)
    {
        this.topology = topology;
        this.timers = new PrivateTimers(topology);
        this.cpu = cpu;
    }

    /** Lets the timer of a VPE follow the wire of the PE that it is resident on, as a hypervisor does. */
    void inject(final int vcpu, final int pe)                                   // B-VPP-2
    {
        if (timers.has(vcpu))
        {
            cpu.writeRegister(pe, EL2, SystemRegister.ICH_PPI_DVIR0_EL2.code(), TIMER);
        }
    }

    /** Has the guest of a vCPU enable its timer, on the PE that it is resident on. */
    public void enable(final int vcpu, final int pe)
    {
        if (timers.has(vcpu))
        {
            final int vm = topology.vmOfVpe(vcpu);
            final DeviceShape device = topology.groups().get(topology.groupOfVm(vm)).devices()
                .get(topology.deviceGroupOfLpi(vm, timers.lpi(vcpu)));
            final long priority = Math.max(0, device.priority());               // timers are urgent where none is given
            cpu.writeRegister(pe, Commands.VEL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1.code(),
                priority << (Byte.SIZE * (PrivateTimers.PPI % PpiPriorityr.PPI_COUNT)));
            cpu.writeRegister(pe, Commands.VEL1, SystemRegister.ICC_PPI_ENABLER0_EL1.code(), TIMER);
        }
    }
}
