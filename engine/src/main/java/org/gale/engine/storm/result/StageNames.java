package org.gale.engine.storm.result;

import java.util.List;

/** Names of the latencies of interrupts: response, service, and the stages that an interrupt passes. */
public final class StageNames
{
    /** Names of the latencies of the wall clock: response, service, and the stages in their order. */
    public static final List<String> NAMES = List.of("response", "service", "late", "queued", "translated", "signalled",
        "woken", "acknowledged", "deactivated");
    /** Index of the first stage in {@link #NAMES}; the others follow. */
    public static final int FIRST_STAGE = 2;
    /** Names of the stages, in the order in which an interrupt passes them. */
    public static final List<String> STAGES = NAMES.subList(FIRST_STAGE, NAMES.size());

    /** Name of the stage that only a storm on the virtual clock has. */
    public static final String WAITING = "waiting";
    /** Names of the latencies of a storm on the virtual clock. */
    public static final List<String> MODELLED =
        List.of("response", "signalled", "woken", WAITING, "acknowledged", "deactivated");
    /** Names of the stages of a storm on the virtual clock: late, queued and translated take no time there. */
    public static final List<String> MODELLED_STAGES = MODELLED.subList(1, MODELLED.size());
    /** Name of the latency of requests, which stands in front of the stages in a storm whose devices have any. */
    public static final String REQUEST = "request";
    /** Names of the stages of both clocks, in the order in which an interrupt passes them. */
    public static final List<String> ALL_STAGES = List.of(
        "late", "queued", "translated", "signalled", "woken", WAITING, "acknowledged", "deactivated");
    /** Stages that a run need not have. */
    public static final List<String> OPTIONAL = List.of("woken", WAITING);

    private StageNames()
    {
    }
}
