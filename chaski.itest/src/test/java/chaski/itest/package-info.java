/**
 * Tests of what is built, as its users meet it: bundles in an OSGi framework, modules on the module path, the
 * distribution, and the rules that the code of all modules keeps.
 *
 * <p>{@link chaski.itest.OsgiContainer} runs a framework, {@link chaski.itest.Built} finds the jars,
 * {@link chaski.itest.JavaProcess} runs a program in a process of its own. Tests named {@code …IT} need the jars and run
 * after they are packaged; the others need the classes only.
 */
@NullMarked
package chaski.itest;

import org.jspecify.annotations.NullMarked;
