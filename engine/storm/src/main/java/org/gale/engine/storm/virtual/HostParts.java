package org.gale.engine.storm.virtual;

/**
 * Parts that the host of a run in virtual time works with.
 *
 * @param taker   takes each interrupt whose handler has ended
 * @param models  are called when a handler begins and when it would end, and when a vCPU runs that sends
 * @param targets of the events
 */
record HostParts(
    VirtualClock clock, GuestPort port, VcpuTimers timers, CostDraws costs, PeTimes peTimes, PendingLpis pending,
    PendingLpis.Taker taker, ModelCalls models, EventTargets targets)
{
}
