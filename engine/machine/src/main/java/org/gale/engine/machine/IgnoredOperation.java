package org.gale.engine.machine;

/**
 * Operation that had no effect, because software did not wait for the one before it under the same IDLE bit.
 *
 * @param register name of the register that was written
 * @param command  number of the command that wrote it
 * @param before   name of the register whose operation was under way
 * @param begun    number of the command that wrote that one
 */
public record IgnoredOperation(String register, long command, String before, long begun)
{
}
