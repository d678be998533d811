import { useParams } from 'react-router';
import { Gone, TaskView } from '../features/task/task-view.tsx';

export function TaskPage() {
  const { id = '' } = useParams();
  return /^[1-9]\d*$/.test(id) ? <TaskView key={id} id={Number(id)} /> : <Gone id={id} />;
}
