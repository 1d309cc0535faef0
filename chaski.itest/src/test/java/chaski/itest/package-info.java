/**
 * Tests of the built artifacts, as their users see them: bundles in an OSGi framework, modules on the module path, the
 * distribution, and the rules for the code of all modules.
 *
 * <p>{@link chaski.itest.OsgiContainer} runs a framework, {@link chaski.itest.Built} finds the jars, {@link
 * chaski.itest.JavaProcess} runs a program in a separate process. Tests named {@code …IT} need the jars and run after
 * they are packaged; the others only need the classes.
 */
@NullMarked
package chaski.itest;

import org.jspecify.annotations.NullMarked;
