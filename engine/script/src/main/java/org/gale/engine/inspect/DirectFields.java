package org.gale.engine.inspect;

import org.gale.engine.machine.DirectQueries.VcpuState;
import org.gale.engine.machine.DirectQueries.VlpiState;
import org.gale.engine.machine.DirectQueries.VpeState;
import org.gale.tables.gicv4.PropertyByte;

/** Fields of a host that switches direct injection per vCPU, which views write and watches read. */
final class DirectFields
{
    static final ViewFields<VcpuState> VCPU = new ViewFields<VcpuState>()
        .with("state", VcpuState::state)
        .with("CPU", vcpu -> ViewFields.orNull(vcpu.cpu()))
        .with("held", VcpuState::isHeld)
        .with("blocked", VcpuState::isBlocked)
        .with("woken", VcpuState::isWoken);

    static final ViewFields<VpeState> VPE = new ViewFields<VpeState>()
        .with("vPEID", VpeState::vpeId)
        .with("mapped", VpeState::isMapped)
        .with("resident", vpe -> ViewFields.orNull(vpe.residentCpu()))
        .with("pending_last", VpeState::isPendingLast)
        .with("vLPIs", VpeState::vlpiCount);

    /** Fields of a property byte. */
    static final ViewFields<Integer> PROPERTY = new ViewFields<Integer>()
        .with("ENABLE", PropertyByte.ENABLE::get)
        .with("PRIORITY", PropertyByte::priority);

    /** Fields of a mapped vLPI as software holds it. */
    static final ViewFields<VlpiState> VLPI = new ViewFields<VlpiState>()
        .with("DeviceID", VlpiState::deviceId)
        .with("EventID", VlpiState::eventId)
        .with("vCPU", VlpiState::vcpu)
        .with("latched", vlpi -> vlpi.software().isLatched())
        .with("list", vlpi -> vlpi.software().place())
        .with("LPI", vlpi -> vlpi.software().hostLpi())
        .with("LPI_pending", vlpi -> vlpi.software().isHostPending())
        .and(PROPERTY, VlpiState::property);

    private DirectFields()
    {
    }
}
