package org.gale.tests.migration;

import java.util.List;

/** Actions of an exploration that are not free, in the order in which the text of a scope has their numbers. */
enum Budget
{
    /** Messages of the device, and levels that software makes pending. */
    MESSAGES,
    /** Acknowledges by a vCPU. */
    ACKNOWLEDGES,
    /** Changes of an enable bit. */
    ENABLES,
    /** Moves of an interrupt to the other vCPU. */
    MOVES,
    /** Changes of a priority mask, or of the mask of a vector or function. */
    MASKS,
    /** Blocks of a vCPU. */
    BLOCKS,
    /** Leaves of a vCPU. */
    PUTS,
    /** Failures of a step of the migration. */
    FAILURES,
    /** Changes of the route of an eventfd, and eventfds that the monitor takes. */
    ROUTES,
    /** Changes of the message of a vector. */
    RETARGETS,
    /** Passes before the migration. */
    PASSES;

    /** All budgets, in their order. */
    static final List<Budget> ALL = List.of(values());
}
